using System.Collections.Concurrent;
using Gauntlet.EmbeddedCluster.Controllers;
using Gauntlet.EmbeddedCluster.Hosting;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Kubelet;

/// <summary>What every pod worker needs.</summary>
internal sealed record NodeServices(
    ObjectStore Store, EventRecorder Events, ImageCatalogue Images, PodNetwork Network, Prober Prober, ContainerLogs Logs, ClusterSettings Settings, TimeProvider Clock,
    ILogger<NodeServices> Logger)
{
    /// <summary>Images that a node has already, as <c>node image</c>.</summary>
    public ConcurrentDictionary<string, bool> Pulled { get; } = new(StringComparer.Ordinal);

    public string HostAddress(string node) => Network.NodeAddress(Math.Max(0, Settings.Nodes.ToList().IndexOf(node)));
}
