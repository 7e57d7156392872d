using Gauntlet.Build.State;

namespace Gauntlet.Build.Lifetime;

/// <summary>Ends a stage with an outcome, a reason and a remedy. Anything else that a stage throws is classified by <see cref="FailureClassifier"/>.</summary>
public sealed class StageException : Exception
{
    public StageException()
    {
    }

    public StageException(string message)
        : base(message)
    {
    }

    public StageException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public StageException(StageOutcome outcome, string reason, string? remedy = null, IReadOnlyList<string>? evidence = null)
        : base(reason)
    {
        Outcome = outcome;
        Remedy = remedy;
        Evidence = evidence;
    }

    public StageOutcome Outcome { get; } = StageOutcome.Infrastructure;

    public string? Remedy { get; }

    public IReadOnlyList<string>? Evidence { get; }
}
