namespace Gauntlet.Build.Pipeline;

/// <summary>
/// Ends a stage with an outcome, a reason and a remedy. Whoever calls something that can fail translates its failure into one, next to the call.
/// </summary>
public sealed class StageException(StageOutcome outcome, string reason, string? remedy = null, IReadOnlyList<string>? evidence = null, Exception? inner = null)
    : Exception(reason, inner)
{
    public StageOutcome Outcome { get; } = outcome;

    public string? Remedy { get; } = remedy;

    public IReadOnlyList<string>? Evidence { get; } = evidence;
}
