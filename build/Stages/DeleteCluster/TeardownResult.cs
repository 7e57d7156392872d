namespace Gauntlet.Build.Stages.DeleteCluster;

/// <summary>What the teardown removed.</summary>
public sealed record TeardownResult(IReadOnlyList<string> Removed);
