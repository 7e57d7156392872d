namespace Gauntlet.Build.Pipeline;

/// <summary>What every slot of the state file says, whatever its stage.</summary>
public interface IStageSlot
{
    StageOutcome Outcome { get; }

    DateTimeOffset Started { get; }

    /// <summary>Null while the stage runs.</summary>
    TimeSpan? Duration { get; }

    /// <summary>One line: what the stage did.</summary>
    string? Summary { get; }

    /// <summary>Why it did not pass; null when it did.</summary>
    StageProblem? Problem { get; }

    /// <summary>What later stages read of it; null when there is none.</summary>
    object? Result { get; }
}

/// <summary>The record of one stage.</summary>
/// <typeparam name="TResult">What later stages read of it.</typeparam>
public sealed record StageSlot<TResult> : IStageSlot
    where TResult : class
{
    public required StageOutcome Outcome { get; init; }

    public required DateTimeOffset Started { get; init; }

    public TimeSpan? Duration { get; init; }

    public string? Summary { get; init; }

    public StageProblem? Problem { get; init; }

    public TResult? Result { get; init; }

    object? IStageSlot.Result => Result;
}

/// <summary>Why a stage did not pass.</summary>
/// <param name="Reason">What failed, on what, and why; one line.</param>
/// <param name="Remedy">What to do next.</param>
/// <param name="Evidence">Output and events that explain it; foreign text.</param>
public sealed record StageProblem(string Reason, string? Remedy = null, IReadOnlyList<string>? Evidence = null)
{
    /// <summary>What is wrong, one by one, where it is more than the reason says; null otherwise.</summary>
    public IReadOnlyList<Fault>? Faults { get; init; }

    /// <summary>The same in other words.</summary>
    internal StageProblem With(Func<string, string> words) => this with
    {
        Reason = words(Reason),
        Remedy = Remedy is null ? null : words(Remedy),
        Evidence = Evidence?.Select(words).ToList(),
        Faults = Faults?.Select(fault => fault with { Message = words(fault.Message) }).ToList(),
    };
}

/// <summary>One thing that is wrong, as a log viewer annotates it.</summary>
/// <param name="On">A threshold, an object of the cluster, a finding.</param>
/// <param name="Message">What is wrong with it; foreign text.</param>
/// <param name="File">Path from the project's root of the file that it is in.</param>
/// <param name="Line">Line in that file, from 1.</param>
public sealed record Fault(string On, string Message, string? File = null, int? Line = null);
