using System.Globalization;
using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Api.Tables;

/// <summary>The words that kubectl prints for a pod's state and its restarts.</summary>
internal static class PodSummary
{
    public static string Status(JsonObject pod)
    {
        var phase = pod.Text("status", "reason") ?? pod.Text("status", "phase") ?? "Unknown";
        var running = false;
        foreach (var status in pod.Objects("status", "containerStatuses").Reverse())
        {
            if (status.Text("state", "waiting", "reason") is { Length: > 0 } waiting)
            {
                phase = waiting;
            }
            else if (status.Object("state", "terminated") is { } terminated)
            {
                phase = terminated.Text("reason") is { Length: > 0 } reason
                    ? reason
                    : $"ExitCode:{terminated.Int(0, "exitCode").ToString(CultureInfo.InvariantCulture)}";
            }
            else if (status.Flag("ready") && status.Object("state", "running") is not null)
            {
                running = true;
            }
        }

        if (phase == "Completed" && running)
        {
            phase = pod.HasCondition("Ready") ? "Running" : "NotReady";
        }

        return pod.IsDeleting() ? "Terminating" : phase;
    }

    public static string Restarts(JsonObject pod, DateTimeOffset now)
    {
        var statuses = pod.Objects("status", "containerStatuses").ToList();
        var count = statuses.Sum(status => status.Int(0, "restartCount"));
        var last = statuses.Select(status => status.Time("lastState", "terminated", "finishedAt")).Max();
        var text = count.ToString(CultureInfo.InvariantCulture);
        return count > 0 && last is not null ? $"{text} ({Ages.Since(last, now)} ago)" : text;
    }
}
