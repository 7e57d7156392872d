using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Kinds;

/// <summary>
/// Every pod ready, and of the newest template down to the partition of a staged update. Its pods are made one after the other unless it says Parallel.
/// </summary>
internal sealed class StatefulSetKind : IWorkloadKind
{
    public bool Judges(ObjectKind kind) => kind.Is("apps", "StatefulSet");

    public KindState Judge(LiveObject item, Surroundings around)
    {
        var wanted = item.NumberOrNull("spec", "replicas") ?? 1;
        var (ready, updated) = (item.Number("status", "readyReplicas"), item.Number("status", "updatedReplicas"));
        var first = item.Text("spec", "podManagementPolicy") == "Parallel" ? wanted : Math.Min(1, wanted);
        var isMade = item.IsObserved && around.PodsOf(item.Uid).Count() >= first;
        var toUpdate = item.Text("spec", "updateStrategy", "type") == "OnDelete" ? 0
            : Math.Max(0, wanted - item.Number("spec", "updateStrategy", "rollingUpdate", "partition"));

        // Where both revisions are one there is nothing to update, and some versions then count nothing as updated.
        var isUpdated = updated >= toUpdate || item.Text("status", "currentRevision") == item.Text("status", "updateRevision");
        return item.IsObserved && item.Number("status", "replicas") == wanted && ready == wanted && isUpdated
            ? KindState.Healthy with { IsMade = isMade }
            : KindState.Waits($"{ready}/{wanted} ready{(isUpdated ? "" : $", {updated} of the newest template")}") with { IsMade = isMade };
    }
}
