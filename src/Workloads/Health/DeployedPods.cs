using System.Text.Json;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;
using k8s;
using k8s.Models;

namespace Gauntlet.Workloads.Health;

/// <summary>The pods of what was deployed, each with what made it.</summary>
public static class DeployedPods
{
    /// <summary>Reads them off a cluster.</summary>
    /// <exception cref="HttpRequestException">The API server does not answer.</exception>
    /// <exception cref="JsonException">Its answer cannot be read.</exception>
    public static async Task<IReadOnlyList<DeployedPod>> ReadAsync(IKubernetes client, ManifestSet manifests, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(manifests);
        try
        {
            var pods = ApiAnswer.Listed(await client.CoreV1.ListPodForAllNamespacesAsync(cancellationToken: cancellation).ConfigureAwait(false)).Items;
            var sets = ApiAnswer.Listed(await client.AppsV1.ListReplicaSetForAllNamespacesAsync(cancellationToken: cancellation).ConfigureAwait(false)).Items;
            return Of(pods, sets, manifests);
        }
        catch (Exception e) when (ApiAnswer.IsUnreadable(e))
        {
            throw new JsonException($"The list of pods: {e.Message}", e);
        }
    }

    /// <summary>Those of a cluster's pods and ReplicaSets that belong to the manifests.</summary>
    internal static IReadOnlyList<DeployedPod> Of(IEnumerable<V1Pod> pods, IEnumerable<V1ReplicaSet> sets, ManifestSet manifests)
    {
        var snapshot = new ClusterSnapshot([], [], [], [], []) { ReplicaSets = [.. sets] };
        return
        [
            .. pods.Select(pod => new DeployedPod(pod, snapshot.OwnerOf(pod) ?? ObjectReference.Of(pod)))
                .Where(pod => manifests.Find(pod.Workload) is not null),
        ];
    }
}

/// <summary>A pod, and what made it: the object of the manifests.</summary>
/// <param name="Pod">As the cluster has it.</param>
/// <param name="Workload">Itself, where nothing made it.</param>
public sealed record DeployedPod(V1Pod Pod, ObjectReference Workload);
