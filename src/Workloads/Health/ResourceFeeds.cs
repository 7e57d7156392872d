using k8s;
using k8s.Models;

namespace Gauntlet.Workloads.Health;

/// <summary>The feeds of the kinds that more than one watcher follows, each over all namespaces.</summary>
internal static class ResourceFeeds
{
    public static ResourceFeed<V1Pod> Pods(IKubernetes client, Action changed, TimeProvider time) => new(
        async c => ApiAnswer.Listed(await client.CoreV1.ListPodForAllNamespacesAsync(cancellationToken: c).ConfigureAwait(false)),
        (v, e, c) => client.CoreV1.WatchListPodForAllNamespacesAsync(resourceVersion: v, onError: e, cancellationToken: c), changed, time);

    public static ResourceFeed<V1ReplicaSet> ReplicaSets(IKubernetes client, Action changed, TimeProvider time) => new(
        async c => ApiAnswer.Listed(await client.AppsV1.ListReplicaSetForAllNamespacesAsync(cancellationToken: c).ConfigureAwait(false)),
        (v, e, c) => client.AppsV1.WatchListReplicaSetForAllNamespacesAsync(resourceVersion: v, onError: e, cancellationToken: c), changed, time);

    public static ResourceFeed<V1Endpoints> Endpoints(IKubernetes client, Action changed, TimeProvider time) => new(
        async c => ApiAnswer.Listed(await client.CoreV1.ListEndpointsForAllNamespacesAsync(cancellationToken: c).ConfigureAwait(false)),
        (v, e, c) => client.CoreV1.WatchListEndpointsForAllNamespacesAsync(resourceVersion: v, onError: e, cancellationToken: c), changed, time);
}
