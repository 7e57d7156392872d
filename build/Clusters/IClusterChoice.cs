namespace Gauntlet.Build.Clusters;

/// <summary>A result that says which kind of cluster this run uses.</summary>
public interface IClusterChoice
{
    /// <summary>kind, embedded or existing; auto is resolved.</summary>
    string ClusterKind { get; }
}
