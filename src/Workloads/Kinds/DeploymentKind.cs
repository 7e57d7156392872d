using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Kinds;

/// <summary>Rolled out: as many pods as are wanted, all of the newest template, all available. Why it does not get there its pods tell.</summary>
internal sealed class DeploymentKind : IWorkloadKind
{
    public bool Judges(ObjectKind kind) => kind.Is("apps", "Deployment");

    public KindState Judge(LiveObject item, Surroundings around)
    {
        var wanted = item.NumberOrNull("spec", "replicas") ?? 1;
        var (all, updated, available) = (
            item.Number("status", "replicas"), item.Number("status", "updatedReplicas"), item.Number("status", "availableReplicas"));

        // A rolling update keeps old pods until new ones are ready: together they have to be as many as are wanted.
        var isMade = item.IsObserved && all >= wanted && around.PodsOf(item.Uid).Count() >= updated;
        return item.IsObserved && updated == wanted && available == wanted && all == wanted
            ? KindState.Healthy with { IsMade = isMade }
            : KindState.Waits($"{available}/{wanted} available") with { IsMade = isMade };
    }
}
