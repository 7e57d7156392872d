using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Kinds;

/// <summary>Ready, or, where it is to end, ended with success.</summary>
internal sealed class PodKind : IWorkloadKind
{
    public bool Judges(ObjectKind kind) => kind.Is("", "Pod");

    public KindState Judge(LiveObject item, Surroundings around) => item.Text("status", "phase") switch
    {
        "Succeeded" => KindState.Healthy,
        "Failed" => KindState.Failed(
            item.Text("status", "reason") is { Length: > 0 } reason ? reason : "Failed", item.Text("status", "message") is { Length: > 0 } message ? message
                : "a container of the pod failed, and it is not started again"),
        _ when item.Condition("Ready") is { IsTrue: true } => KindState.Healthy,
        var phase => KindState.Waits(phase.Length > 0 ? $"{phase}, not ready" : "not seen by the scheduler"),
    };
}
