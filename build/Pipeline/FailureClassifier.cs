using Gauntlet.Build.Cli;

namespace Gauntlet.Build.Pipeline;

/// <summary>
/// Turns whatever a stage threw into an outcome, a reason and a remedy. Only who made the call knows whose fault a failure is: nothing is guessed here.
/// </summary>
public static class FailureClassifier
{
    /// <summary>Never throws; an exception that nobody translated is a fault of the pipeline, and said to be one.</summary>
    public static (StageOutcome Outcome, StageProblem Problem) Classify(Exception exception) => exception switch
    {
        StageException e => (e.Outcome, new StageProblem(e.Message, e.Remedy, e.Evidence)),
        UsageException e => (StageOutcome.Usage, new StageProblem(e.Message)),
        // Where the stage itself was to end nobody asks here.
        OperationCanceledException =>
            (StageOutcome.Infrastructure, new StageProblem("Something that the stage waited for was cancelled.", "Run the stage again.")),
        _ => (StageOutcome.Infrastructure, new StageProblem(
            $"Unexpected {exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ").Trim()}",
            "This is a fault of the pipeline itself; run again with --verbosity=diagnostic and report it.")),
    };
}
