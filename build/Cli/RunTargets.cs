namespace Gauntlet.Build.Cli;

/// <summary>The targets that are no stages: they run or judge all of them.</summary>
public static class RunTargets
{
    public const string Full = nameof(Full);

    /// <summary>What runs when no target is named; the same as Full.</summary>
    public const string Default = nameof(Default);

    public const string Verdict = nameof(Verdict);
}
