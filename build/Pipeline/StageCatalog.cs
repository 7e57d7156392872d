using Gauntlet.Build.Cli;

namespace Gauntlet.Build.Pipeline;

/// <summary>The stages in the order of Full. It is read from the task classes; no other list of stages exists.</summary>
public sealed class StageCatalog
{
    private readonly Dictionary<string, StageInfo> _byName;

    /// <summary>Orders the stages among these types; all others are passed over.</summary>
    /// <exception cref="InvalidOperationException">A stage stands behind none that is there, or two share a result.</exception>
    public StageCatalog(IEnumerable<Type> types)
    {
        var stages = types.Where(type => type.IsDefined(typeof(StageAttribute), inherit: false)).Select(StageInfo.Of).ToList();
        Stages = [.. Behind(null)];
        _byName = Stages.ToDictionary(stage => stage.Name, StringComparer.OrdinalIgnoreCase);
        if (stages.Except(Stages).FirstOrDefault() is { } lost)
        {
            throw new InvalidOperationException($"The stage {lost.Name} stands behind a class that is no stage.");
        }

        if (Stages.GroupBy(stage => stage.Result).FirstOrDefault(group => group.Count() > 1) is { } shared)
        {
            throw new InvalidOperationException(
                $"The stages {string.Join(" and ", shared.Select(stage => stage.Name))} share the result {shared.Key.Name}; each needs one of its own.");
        }

        // Of several stages behind the same one, those that others follow come last: what is added stands directly behind the one that it names.
        IEnumerable<StageInfo> Behind(Type? before) => stages.Where(stage => stage.After == before)
            .Select(stage => (IReadOnlyList<StageInfo>)[stage, .. Behind(stage.Task)])
            .OrderBy(chain => chain.Count).ThenBy(chain => chain[0].Name, StringComparer.Ordinal)
            .SelectMany(chain => chain);
    }

    /// <summary>The stages of this host.</summary>
    public static StageCatalog Host { get; } = new(typeof(StageCatalog).Assembly.GetExportedTypes());

    public IReadOnlyList<StageInfo> Stages { get; }

    public IReadOnlyList<string> Names => [.. Stages.Select(stage => stage.Name)];

    /// <summary>Every target that can be named on the command line.</summary>
    public IReadOnlyList<string> Targets => [.. Names, RunTargets.Verdict, RunTargets.Full, RunTargets.Default];

    /// <summary>The stage that begins a run.</summary>
    public StageInfo First => Stages[0];

    /// <summary>The stage of this name, in any case; null where there is none.</summary>
    public StageInfo? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>What is no longer true once this stage starts: it, and everything that needs it, directly or not.</summary>
    public IReadOnlyCollection<string> InvalidatedBy(StageInfo stage)
    {
        var invalid = new HashSet<Type> { stage.Task };
        // In the order of Full a stage stands behind all that it needs.
        foreach (var later in Stages.Where(later => later.Needs.Any(invalid.Contains)))
        {
            invalid.Add(later.Task);
        }

        return [stage.Name, .. Stages.Where(other => other != stage && invalid.Contains(other.Task)).Select(other => other.Name)];
    }

    /// <summary>The first stage in the order of Full that this one needs, directly or not, and that has not passed; null where all have.</summary>
    public string? FirstUnmetNeed(StageInfo stage, PipelineState state)
    {
        var unmet = Needed(stage).FirstOrDefault(need => state.Of(need.Name) is not { Outcome: StageOutcome.Pass });
        return unmet is null ? null : FirstUnmetNeed(unmet, state) ?? unmet.Name;
    }

    /// <summary>The stages that this one names as needed.</summary>
    public IEnumerable<StageInfo> Needed(StageInfo stage) => Stages.Where(other => stage.Needs.Contains(other.Task));
}
