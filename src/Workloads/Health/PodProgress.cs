using k8s.Models;

namespace Gauntlet.Workloads.Health;

/// <summary>How far one pod has come: its init containers one after the other, then the images of the others, then their start.</summary>
internal static class PodProgress
{
    public static bool IsInitialized(V1Pod pod) => PendingInit(pod) is null;

    /// <summary>What the pod's first init container that has not done its part does; empty where all have.</summary>
    public static string Initializing(V1Pod pod) => PendingInit(pod) is { } name
        ? $"{name} {Statuses(pod.Status?.InitContainerStatuses).FirstOrDefault(status => status.Name == name)?.State switch
        {
            { Running: not null } => "runs",
            { Waiting.Reason: { Length: > 0 } reason } => $"waits: {reason}",
            { Terminated: { } ended } => $"ended with exit code {ended.ExitCode}",
            _ => "has not started",
        }}"
        : "";

    public static bool HasItsImages(V1Pod pod) => Statuses(pod.Status?.ContainerStatuses).Any() && Statuses(pod.Status?.ContainerStatuses).All(HasItsImage);

    /// <summary>One that ended well has started too, where it is not to be started again.</summary>
    public static bool HasStarted(V1Pod pod) => Statuses(pod.Status?.ContainerStatuses).All(status =>
        status.State?.Running is not null || (Ends(pod) && status.State?.Terminated is { ExitCode: 0 }));

    /// <summary>Whether its containers are to come to an end.</summary>
    public static bool Ends(V1Pod pod) => pod.Spec?.RestartPolicy is "Never" or "OnFailure";

    /// <summary>Why its containers wait, in brackets; nothing where none says.</summary>
    public static string Reasons(V1Pod pod)
    {
        var reasons = Statuses(pod.Status?.ContainerStatuses).Select(status => status.State?.Waiting?.Reason).OfType<string>().Distinct().ToList();
        return reasons.Count == 0 ? "" : $" ({string.Join(", ", reasons)})";
    }

    private static bool HasItsImage(V1ContainerStatus container) =>
        container.State?.Waiting is null || container.State.Waiting.Reason is "CrashLoopBackOff" || container.ImageID is { Length: > 0 };

    /// <summary>
    /// The first init container that has not done its part. Where any other container has been started there is none: they wait for all of these.
    /// </summary>
    public static string? PendingInit(V1Pod pod)
    {
        if (Statuses(pod.Status?.ContainerStatuses).Any(status => status.State is { Running: not null } or { Terminated: not null } || status.RestartCount > 0))
        {
            return null;
        }

        var statuses = Statuses(pod.Status?.InitContainerStatuses).ToList();
        return (pod.Spec?.InitContainers ?? [])
            .FirstOrDefault(container => !IsDone(container, statuses.FirstOrDefault(status => status.Name == container.Name)))?.Name;
    }

    /// <summary>One that runs beside the others is done when it has started.</summary>
    private static bool IsDone(V1Container container, V1ContainerStatus? status) => container.RestartPolicy == "Always"
        ? status?.Started == true
        : status?.State?.Terminated is { ExitCode: 0 };

    private static IEnumerable<V1ContainerStatus> Statuses(IList<V1ContainerStatus>? statuses) => statuses ?? [];
}
