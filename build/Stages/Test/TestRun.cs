namespace Gauntlet.Build.Stages.Test;

/// <summary>Tests that ran to their end.</summary>
/// <param name="Line">What ran, for people.</param>
/// <param name="ExitCode">How it ended.</param>
internal sealed record TestRun(string Line, int ExitCode);
