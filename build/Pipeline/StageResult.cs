namespace Gauntlet.Build.Pipeline;

/// <summary>What a stage answers: its outcome, one line, and the result that later stages read.</summary>
public sealed record StageResult<TResult>(StageOutcome Outcome, string Summary, TResult? Result, StageProblem? Problem)
    where TResult : class
{
    /// <summary>It was about a run of which this folder holds nothing: what is recorded of the one that it holds stays as it was.</summary>
    public bool IsOfAnotherRun { get; init; }
}

/// <summary>Makes stage results.</summary>
public static class StageResult
{
    public static StageResult<TResult> Pass<TResult>(string summary, TResult result)
        where TResult : class => new(StageOutcome.Pass, summary, result, null);

    /// <summary>Left out with a reason; the verdict is not touched unless the stage is required.</summary>
    public static StageResult<TResult> Skip<TResult>(string reason, TResult? result = null)
        where TResult : class => new(StageOutcome.Skipped, reason, result, new StageProblem(reason));

    /// <summary>It ran to its end and has a result, and that result is not good.</summary>
    public static StageResult<TResult> NotPassed<TResult>(StageOutcome outcome, string summary, TResult? result, StageProblem problem)
        where TResult : class => new(outcome, summary, result, problem);
}
