namespace Gauntlet.Build.Clusters;

/// <summary>How the cluster of this run is reached. Paths are relative to artifacts/ unless rooted.</summary>
/// <param name="Simulated">What is simulated, in one plain line; null on a real cluster.</param>
public sealed record ClusterResult(
    string Kind, string Name, string Kubeconfig, string Context, string Ingress, string? IngressHttps,
    IReadOnlyList<string> Nodes, string? NodeImage, string ServerVersion, string? Simulated);
