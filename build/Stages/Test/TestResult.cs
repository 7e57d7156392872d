namespace Gauntlet.Build.Stages.Test;

/// <summary>Counts of the test suite.</summary>
/// <param name="FailedTests">Names of the first failed tests.</param>
public sealed record TestResult(int Passed, int Failed, int Skipped, IReadOnlyList<string> FailedTests)
{
    /// <summary>What ran, as it was written; null for the solution of the project. All counts are 0 where it left no results.</summary>
    public string? Command { get; init; }
}
