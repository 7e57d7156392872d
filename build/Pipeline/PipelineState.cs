using System.Collections.Immutable;

namespace Gauntlet.Build.Pipeline;

/// <summary>All that stages share: the run, and one slot per stage, written by that stage alone. Kept in artifacts/state.json.</summary>
public sealed record PipelineState
{
    /// <summary>The stages that have slots.</summary>
    public StageCatalog Stages { get; init; } = StageCatalog.Host;

    public required RunRecord Run { get; init; }

    /// <summary>
    /// Every slot under its stage's name: all stages in the order of Full, with null where one did not run;
    /// then what a newer version wrote of stages that this one does not know.
    /// </summary>
    public IEnumerable<(string Stage, IStageSlot? Slot)> Slots =>
        Stages.Names.Select(name => (name, Written.GetValueOrDefault(name)))
            .Concat(Written.Where(entry => Stages.Find(entry.Key) is null)
                .OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => (entry.Key, (IStageSlot?)entry.Value)));

    private ImmutableDictionary<string, IStageSlot> Written { get; init; } = ImmutableDictionary<string, IStageSlot>.Empty;

    /// <summary>The slot of the stage with this result; null where it did not run.</summary>
    public StageSlot<TResult>? Of<TResult>()
        where TResult : class => Written.Values.OfType<StageSlot<TResult>>().FirstOrDefault();

    /// <summary>The slot of the stage of this name; null where it did not run.</summary>
    public IStageSlot? Of(string stage) => Written.GetValueOrDefault(stage);

    /// <summary>The first result of this kind, whichever stage it is of; null where there is none.</summary>
    public T? Result<T>()
        where T : class => Slots.Select(entry => entry.Slot?.Result).OfType<T>().FirstOrDefault();

    /// <summary>Whether a stage that cleans up has passed, and so undone the stage with this result.</summary>
    public bool IsUndone<TResult>()
        where TResult : class =>
        Stages.Stages.Any(cleanup => cleanup.Role == StageRole.Cleanup
            && Stages.Needed(cleanup).Any(undone => undone.Result == typeof(TResult)) && Of(cleanup.Name) is { Outcome: StageOutcome.Pass });

    /// <summary>With the slot of this stage in place of what it held.</summary>
    public PipelineState With(string stage, IStageSlot slot) => this with { Written = Written.SetItem(stage, slot) };

    /// <summary>Without the slots of these stages.</summary>
    public PipelineState Without(IEnumerable<string> stages) => this with { Written = Written.RemoveRange(stages) };
}

/// <summary>One run, from Validate to Verdict, whatever number of processes it takes.</summary>
public sealed record RunRecord
{
    /// <summary>Sortable and unique: UTC time and six random hexadecimal digits.</summary>
    public required string Id { get; init; }

    public required DateTimeOffset Started { get; init; }

    /// <summary>Commit of the checkout; null outside a Git checkout.</summary>
    public string? Commit { get; init; }

    /// <summary>The branch, of a pull request its own; null where it is not known.</summary>
    public string? Ref { get; init; }

    /// <summary>The command that repeats the run.</summary>
    public required string Command { get; init; }

    /// <summary>Operating system, architecture and processors.</summary>
    public required string Machine { get; init; }

    /// <summary>Packages that compat/ stands in for in this build.</summary>
    public required IReadOnlyList<string> StandIns { get; init; }
}
