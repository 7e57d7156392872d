namespace Gauntlet.Build.Stages.Test;

/// <summary>Counts of the test suite.</summary>
/// <param name="FailedTests">Names of the first failed tests.</param>
public sealed record TestResult(int Passed, int Failed, int Skipped, IReadOnlyList<string> FailedTests);
