using Gauntlet.EmbeddedCluster.Client;

namespace Gauntlet.EmbeddedCluster;

/// <summary>What the cluster was started with.</summary>
internal sealed record ClusterSettings(string Name, string Directory, int HttpPort, int HttpsPort, TimeSpan IdleTimeout, string Token, FaultSet Faults)
{
    /// <summary>Images that <see cref="Kubelet.Programs.BuiltImageProgram"/> stands in for.</summary>
    public IReadOnlyList<ImageReference> BuiltImages { get; init; } = [];

    public string ControlPlane => $"{Name}-control-plane";

    public IReadOnlyList<string> Nodes => [ControlPlane, $"{Name}-worker", $"{Name}-worker2"];
}
