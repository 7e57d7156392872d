using k8s.Models;

namespace Gauntlet.Workloads.Objects;

/// <summary>What objects say of themselves: the one place that reads conditions and the times of events.</summary>
public static class Conditions
{
    private const string Ready = "Ready";

    /// <summary>Whether a node takes pods.</summary>
    public static bool IsReady(V1Node node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.Status?.Conditions?.Any(condition => condition is { Type: Ready, Status: "True" }) == true;
    }

    /// <summary>Whether a pod answers.</summary>
    public static bool IsReady(V1Pod pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        return pod.Status?.Conditions?.Any(condition => condition is { Type: Ready, Status: "True" }) == true;
    }

    /// <summary>What a node says of its readiness; null when it says nothing.</summary>
    public static string? ReadyMessage(V1Node node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.Status?.Conditions?.FirstOrDefault(condition => condition.Type == Ready)?.Message;
    }

    /// <summary>When an event was last seen.</summary>
    public static DateTime? LastSeen(Corev1Event entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.LastTimestamp ?? entry.EventTime ?? entry.Metadata.CreationTimestamp;
    }

    /// <summary>A time of an object as a moment: the client's are UTC, whether they say so or not.</summary>
    public static DateTimeOffset Moment(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));
}
