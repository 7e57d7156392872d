using k8s.Models;

namespace Gauntlet.Workloads.Kinds;

/// <summary>What else is on the cluster, as far as it tells something about an object.</summary>
/// <param name="Pods">Of the workloads.</param>
/// <param name="ReplicaSets">Between Deployments and their pods: those of the newest templates.</param>
/// <param name="Endpoints">Of all Services.</param>
/// <param name="Events">Of everything.</param>
internal sealed record Surroundings(
    IReadOnlyList<V1Pod> Pods, IReadOnlyList<V1ReplicaSet> ReplicaSets, IReadOnlyList<V1Endpoints> Endpoints, IReadOnlyList<Corev1Event> Events)
{
    /// <summary>The pods that an object made, itself or by its ReplicaSets.</summary>
    public IEnumerable<V1Pod> PodsOf(string uid)
    {
        var makers = ReplicaSets.Where(set => IsOwned(set, uid)).Select(set => set.Metadata.Uid).Append(uid).ToList();
        return Pods.Where(pod => makers.Any(maker => IsOwned(pod, maker)));
    }

    public IEnumerable<Corev1Event> EventsOf(string uid) => Events.Where(entry => entry.InvolvedObject.Uid == uid);

    public static bool IsOwned(IMetadata<V1ObjectMeta> item, string uid) => item.Metadata.OwnerReferences?.Any(reference => reference.Uid == uid) == true;
}
