namespace Gauntlet.Checks;

/// <summary>The tags that a metric's figures can have.</summary>
internal static class Tag
{
    /// <summary>A route of the load.</summary>
    public const string Route = "route";

    /// <summary>What was deployed, by its name or by namespace/name.</summary>
    public const string Workload = "workload";
}
