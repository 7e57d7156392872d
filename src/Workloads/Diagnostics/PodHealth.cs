using Gauntlet.Workloads.Objects;
using k8s.Models;

namespace Gauntlet.Workloads.Diagnostics;

/// <summary>Tells pods that are well from those that are not.</summary>
internal static class PodHealth
{
    /// <summary>Ready, or a job's pod that succeeded; a restart is a sign of illness too.</summary>
    public static bool IsHealthy(V1Pod pod) =>
        pod.Status?.Phase == "Succeeded"
        || (Conditions.IsReady(pod) && pod.Status?.ContainerStatuses?.All(status => status.RestartCount == 0) == true);
}
