using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Kinds;

/// <summary>As many pods as are wanted, all available.</summary>
internal sealed class ReplicaSetKind : IWorkloadKind
{
    public bool Judges(ObjectKind kind) => kind.Is("apps", "ReplicaSet") || kind.Is("", "ReplicationController");

    public KindState Judge(LiveObject item, Surroundings around)
    {
        var wanted = item.NumberOrNull("spec", "replicas") ?? 1;
        var (all, available) = (item.Number("status", "replicas"), item.Number("status", "availableReplicas"));
        var isMade = item.IsObserved && all >= wanted && around.PodsOf(item.Uid).Count() >= wanted;
        return (item.IsObserved && all == wanted && available == wanted ? KindState.Healthy
            : KindState.Waits($"{available}/{wanted} available")) with
        { IsMade = isMade };
    }
}
