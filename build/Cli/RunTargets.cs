namespace Gauntlet.Build.Cli;

/// <summary>The targets that are no stages: they run or judge all of them.</summary>
public static class RunTargets
{
    public const string Full = nameof(Full);

    /// <summary>What Full does, in one line.</summary>
    public const string FullDescription = "The whole pipeline: from a checkout to a verdict, and nothing left behind";

    /// <summary>What runs when no target is named; the same as Full.</summary>
    public const string Default = nameof(Default);

    public const string Verdict = nameof(Verdict);
}
