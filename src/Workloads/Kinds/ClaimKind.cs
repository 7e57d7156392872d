using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Kinds;

/// <summary>Bound; a claim whose volume is made for its first pod may be without one as long as there is no such pod.</summary>
internal sealed class ClaimKind : IWorkloadKind
{
    public bool Judges(ObjectKind kind) => kind.Is("", "PersistentVolumeClaim");

    public KindState Judge(LiveObject item, Surroundings around)
    {
        var phase = item.Text("status", "phase");
        if (phase is "Bound" or "Lost")
        {
            return phase == "Bound" ? KindState.Healthy : KindState.Failed("Lost", "the volume of the claim is gone");
        }

        var said = around.EventsOf(item.Uid).OrderBy(Conditions.LastSeen).LastOrDefault();
        return said?.Reason == "WaitForFirstConsumer" && !IsUsed(item, around)
            ? KindState.Healthy with { Note = "no pod uses it, so that it has no volume yet" }
            : KindState.Waits(said is null ? "not bound" : $"not bound: {said.Reason}: {said.Message}");
    }

    private static bool IsUsed(LiveObject item, Surroundings around) => around.Pods.Any(pod =>
        pod.Metadata.NamespaceProperty == item.Text("metadata", "namespace")
        && pod.Spec?.Volumes?.Any(volume => volume.PersistentVolumeClaim?.ClaimName == item.Text("metadata", "name")) == true);
}
