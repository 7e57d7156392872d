using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Gauntlet.Workloads.Diagnostics;

/// <summary>Lists what a cluster holds, one kind after the other; of a kind that it does not serve it holds nothing.</summary>
internal sealed class ClusterDump(IKubernetes client)
{
    /// <summary>The name of each kind, and how all of its objects are had.</summary>
    public IEnumerable<(string Kind, Func<CancellationToken, Task<IEnumerable<IKubernetesObject<V1ObjectMeta>>>> List)> Kinds =>
        All.Select(kind => (kind.Kind, OfServed(kind.List)));

    private (string Kind, Func<CancellationToken, Task<IEnumerable<IKubernetesObject<V1ObjectMeta>>>> List)[] All =>
    [
        ("nodes", async c => (await client.CoreV1.ListNodeAsync(cancellationToken: c).ConfigureAwait(false)).Items),
        ("deployments", async c => (await client.AppsV1.ListDeploymentForAllNamespacesAsync(cancellationToken: c).ConfigureAwait(false)).Items),
        ("replica sets", async c => (await client.AppsV1.ListReplicaSetForAllNamespacesAsync(cancellationToken: c).ConfigureAwait(false)).Items),
        ("daemon sets", async c => (await client.AppsV1.ListDaemonSetForAllNamespacesAsync(cancellationToken: c).ConfigureAwait(false)).Items),
        ("stateful sets", async c => (await client.AppsV1.ListStatefulSetForAllNamespacesAsync(cancellationToken: c).ConfigureAwait(false)).Items),
        ("jobs", async c => (await client.BatchV1.ListJobForAllNamespacesAsync(cancellationToken: c).ConfigureAwait(false)).Items),
        ("cron jobs", async c => (await client.BatchV1.ListCronJobForAllNamespacesAsync(cancellationToken: c).ConfigureAwait(false)).Items),
        ("pods", async c => (await client.CoreV1.ListPodForAllNamespacesAsync(cancellationToken: c).ConfigureAwait(false)).Items),
        ("services", async c => (await client.CoreV1.ListServiceForAllNamespacesAsync(cancellationToken: c).ConfigureAwait(false)).Items),
        ("endpoints", async c => (await client.CoreV1.ListEndpointsForAllNamespacesAsync(cancellationToken: c).ConfigureAwait(false)).Items),
        ("ingresses", async c => (await client.NetworkingV1.ListIngressForAllNamespacesAsync(cancellationToken: c).ConfigureAwait(false)).Items),
        ("ingress classes", async c => (await client.NetworkingV1.ListIngressClassAsync(cancellationToken: c).ConfigureAwait(false)).Items),
        ("network policies", async c => (await client.NetworkingV1.ListNetworkPolicyForAllNamespacesAsync(cancellationToken: c).ConfigureAwait(false)).Items),
        ("config maps", async c => (await client.CoreV1.ListConfigMapForAllNamespacesAsync(cancellationToken: c).ConfigureAwait(false)).Items),
        ("resource quotas", async c => (await client.CoreV1.ListResourceQuotaForAllNamespacesAsync(cancellationToken: c).ConfigureAwait(false)).Items),
        ("volume claims", async c => (await client.CoreV1.ListPersistentVolumeClaimForAllNamespacesAsync(cancellationToken: c).ConfigureAwait(false)).Items),
        ("disruption budgets",
            async c => (await client.PolicyV1.ListPodDisruptionBudgetForAllNamespacesAsync(cancellationToken: c).ConfigureAwait(false)).Items),
        ("autoscalers",
            async c => (await client.AutoscalingV2.ListHorizontalPodAutoscalerForAllNamespacesAsync(cancellationToken: c).ConfigureAwait(false)).Items),
        ("namespaces", async c => (await client.CoreV1.ListNamespaceAsync(cancellationToken: c).ConfigureAwait(false)).Items),
        ("secrets (keys only)", async c => (await client.CoreV1.ListSecretForAllNamespacesAsync(cancellationToken: c).ConfigureAwait(false)).Items),
    ];

    private static Func<CancellationToken, Task<IEnumerable<IKubernetesObject<V1ObjectMeta>>>> OfServed(
        Func<CancellationToken, Task<IEnumerable<IKubernetesObject<V1ObjectMeta>>>> list) => async cancellation =>
    {
        try
        {
            return await list(cancellation).ConfigureAwait(false);
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return [];
        }
    };
}
