using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Kinds;

/// <summary>A pod of the newest template available on every node that it is for.</summary>
internal sealed class DaemonSetKind : IWorkloadKind
{
    public bool Judges(ObjectKind kind) => kind.Is("apps", "DaemonSet");

    public KindState Judge(LiveObject item, Surroundings around)
    {
        var (wanted, available) = (item.Number("status", "desiredNumberScheduled"), item.Number("status", "numberAvailable"));
        var updated = item.Text("spec", "updateStrategy", "type") == "OnDelete" ? wanted : item.Number("status", "updatedNumberScheduled");
        var isMade = item.IsObserved && item.Number("status", "currentNumberScheduled") >= wanted && around.PodsOf(item.Uid).Count() >= wanted;
        return !item.IsObserved || updated < wanted || available < wanted ? KindState.Waits($"{available}/{wanted} nodes") with { IsMade = isMade }
            : wanted == 0 ? KindState.Healthy with { IsMade = isMade, Note = "no node of the cluster is one that it is for" }
            : KindState.Healthy with { IsMade = isMade };
    }
}
