using System.Collections.Concurrent;
using Gauntlet.EmbeddedCluster.Api;
using Gauntlet.EmbeddedCluster.Controllers;
using Gauntlet.EmbeddedCluster.Storage;
using Gauntlet.EmbeddedCluster.Network;

namespace Gauntlet.EmbeddedCluster.Kubelet;

/// <summary>What every pod worker needs.</summary>
internal sealed record NodeServices(
    Registry Registry, EventRecorder Events, IImages Images, PodNetwork Network,
    Prober Prober, ContainerLogs Logs, ClusterSettings Settings, TimeProvider Clock,
    ILogger<NodeServices> Logger)
{
    public ObjectStore Store => Registry.Store;

    /// <summary>Images that a node has already, as <c>node image</c>.</summary>
    public ConcurrentDictionary<string, bool> Pulled { get; } = new(StringComparer.Ordinal);

    public string HostAddress(string node) => Network.NodeAddress(Math.Max(0, Settings.Nodes.ToList().IndexOf(node)));
}
