using System.Collections.Concurrent;
using Gauntlet.EmbeddedCluster.Api;
using Gauntlet.EmbeddedCluster.Controllers;
using Gauntlet.EmbeddedCluster.Hosting;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Kubelet;

/// <summary>What every pod worker needs.</summary>
internal sealed record NodeServices(
    Registry Registry, EventRecorder Events, ImageCatalogue Images, PodNetwork Network, Prober Prober, ContainerLogs Logs, ClusterSettings Settings, TimeProvider Clock,
    ILogger<NodeServices> Logger)
{
    public ObjectStore Store => Registry.Store;

    /// <summary>Images that a node has already, as <c>node image</c>.</summary>
    public ConcurrentDictionary<string, bool> Pulled { get; } = new(StringComparer.Ordinal);

    public string HostAddress(string node) => Network.NodeAddress(Math.Max(0, Settings.Nodes.ToList().IndexOf(node)));
}
