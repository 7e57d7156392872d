using Gauntlet.Workloads.Health;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;
using k8s;

namespace Gauntlet.Experiments.Chaos;

/// <summary>The pods of what was deployed at a moment, and which of them take requests.</summary>
/// <param name="Pods">All of them.</param>
/// <param name="Endpoints">The UIDs of the ready endpoints, by the Service (namespace/name).</param>
internal sealed record ClusterView(IReadOnlyList<DeployedPod> Pods, ILookup<string, string> Endpoints)
{
    /// <summary>Looks.</summary>
    /// <exception cref="HttpRequestException">The API server does not answer.</exception>
    public static async Task<ClusterView> ReadAsync(IKubernetes client, ManifestSet manifests, CancellationToken cancellation)
    {
        var pods = await DeployedPods.ReadAsync(client, manifests, cancellation).ConfigureAwait(false);
        var all = await client.CoreV1.ListEndpointsForAllNamespacesAsync(cancellationToken: cancellation).ConfigureAwait(false);
        var endpoints =
            from entry in all.Items
            from subset in entry.Subsets ?? []
            from address in subset.Addresses ?? []
            where address.TargetRef?.Uid is not null
            select (Service: $"{entry.Metadata.NamespaceProperty}/{entry.Metadata.Name}", address.TargetRef.Uid);
        return new ClusterView(pods, endpoints.ToLookup(entry => entry.Service, entry => entry.Uid));
    }

    /// <summary>Whether a pod is an endpoint of any Service.</summary>
    public bool Serves(string uid) => Endpoints.Any(service => service.Contains(uid));

    /// <summary>The routes of which a pod answers requests.</summary>
    public IReadOnlyList<string> RoutesTo(string uid, ManifestSet manifests) =>
        [.. manifests.Routes.Where(route => Endpoints[route.Service].Contains(uid)).Select(route => route.Name)];

    /// <summary>What serves of a workload, by name.</summary>
    public IReadOnlyList<DeployedPod> Serving(ObjectReference workload) =>
    [
        .. Pods.Where(pod => pod.Workload == workload && Conditions.IsReady(pod.Pod) && pod.Pod.Metadata.DeletionTimestamp is null
            && Serves(pod.Pod.Metadata.Uid)).OrderBy(pod => pod.Pod.Metadata.Name, StringComparer.Ordinal),
    ];
}
