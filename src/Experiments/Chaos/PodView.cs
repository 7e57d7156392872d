using Gauntlet.Workloads.Health;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;
using k8s.Models;

namespace Gauntlet.Experiments.Chaos;

/// <summary>The pods of what was deployed at a moment, and which of them take requests.</summary>
/// <param name="Pods">All of them.</param>
/// <param name="Endpoints">The UIDs of the ready endpoints, by the Service (namespace/name).</param>
internal sealed record PodView(IReadOnlyList<DeployedPod> Pods, ILookup<string, string> Endpoints)
{
    /// <summary>What a feed has seen by now; null where it has not seen all yet.</summary>
    public static PodView? Of(PodFeed feed)
    {
        if (feed.Seen is not var (pods, all))
        {
            return null;
        }

        var endpoints =
            from entry in all
            from subset in entry.Subsets ?? []
            from address in subset.Addresses ?? []
            where address.TargetRef?.Uid is not null
            select (Service: $"{entry.Metadata.NamespaceProperty}/{entry.Metadata.Name}", address.TargetRef.Uid);
        return new PodView(pods, endpoints.ToLookup(entry => entry.Service, entry => entry.Uid));
    }

    /// <summary>Whether a pod is an endpoint of any Service.</summary>
    public bool Serves(string uid) => Endpoints.Any(service => service.Contains(uid));

    /// <summary>The routes of which a pod answers requests.</summary>
    public IReadOnlyList<string> RoutesTo(string uid, ManifestSet manifests) =>
        [.. manifests.Routes.Where(route => Endpoints[route.Service].Contains(uid)).Select(route => route.Name)];

    /// <summary>What serves of a workload, by name.</summary>
    public IReadOnlyList<DeployedPod> Serving(ObjectReference workload) => [.. Serving().Where(pod => pod.Workload == workload)];

    /// <summary>All pods that serve, by name.</summary>
    public IEnumerable<DeployedPod> Serving() => Pods
        .Where(pod => Conditions.IsReady(pod.Pod) && pod.Pod.Metadata.DeletionTimestamp is null && Serves(pod.Pod.Metadata.Uid))
        .OrderBy(pod => pod.Pod.Metadata.Name, StringComparer.Ordinal);

    /// <summary>The pod with this UID; null where it is gone.</summary>
    public V1Pod? Find(string uid) => Pods.FirstOrDefault(pod => pod.Pod.Metadata.Uid == uid)?.Pod;

    /// <summary>Whether a pod listens on a port of its node: the way in.</summary>
    public static bool IsWayIn(DeployedPod pod) =>
        pod.Pod.Spec.HostNetwork == true || pod.Pod.Spec.Containers.Any(container => container.Ports?.Any(port => port.HostPort is > 0) == true);
}
