using Gauntlet.Workloads.Objects;
using k8s.Models;

namespace Gauntlet.Workloads.Health;

/// <summary>Containers that a kubelet ended because a probe failed. Their exit code tells nothing of it; the events do.</summary>
internal static class ProbeKills
{
    private static readonly string[] Probes = ["liveness", "startup"];

    /// <summary>
    /// The probe and what it met, such as "liveness probe (Liveness probe failed: HTTP probe failed with statuscode: 404)"; null where none ended the
    /// container.
    /// </summary>
    /// <param name="events">Of the pod.</param>
    /// <param name="container">Its name.</param>
    /// <param name="since">Events of before are about an earlier run of it.</param>
    public static string? Find(IEnumerable<Corev1Event> events, string container, DateTime? since)
    {
        var recent = events.Where(entry => since is null || Conditions.LastSeen(entry) is not { } seen || seen >= since).OrderBy(Conditions.LastSeen).ToList();
        var ended = recent.LastOrDefault(
            entry => entry.Reason == "Killing" && entry.Message?.StartsWith($"Container {container} failed ", StringComparison.Ordinal) == true)?.Message;
        if (ended is null || Probes.FirstOrDefault(probe => ended.Contains($" {probe} probe", StringComparison.Ordinal)) is not { } name)
        {
            return null;
        }

        var failed = recent.LastOrDefault(entry => entry.Reason == "Unhealthy" && IsOf(entry, container)
            && entry.Message?.StartsWith($"{name} probe failed", StringComparison.OrdinalIgnoreCase) == true)?.Message;
        return $"{name} probe{(failed is null ? "" : $" ({failed.ReplaceLineEndings(" ").Trim()})")}";
    }

    private static bool IsOf(Corev1Event entry, string container) =>
        entry.InvolvedObject.FieldPath is not { Length: > 0 } path || path.EndsWith($"{{{container}}}", StringComparison.Ordinal);
}
