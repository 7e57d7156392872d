using k8s.Models;

namespace Gauntlet.Workloads.Health;

/// <summary>
/// Kubernetes calls a container without a readiness probe Ready the moment it runs, so one that crashes again and again is "rolled out" between two crashes.
/// Such a container, and one that has crashed before, has to run for a while to count.
/// </summary>
internal sealed class SteadyWatch(TimeProvider time)
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(10);
    private readonly Dictionary<(string Pod, string Container, int Restarts), long> _since = [];

    /// <summary>Ask at every change: a run counts from when it was first seen.</summary>
    public bool IsSteady(ClusterSnapshot snapshot)
    {
        var running = snapshot.Pods.SelectMany(Doubtful).ToHashSet();
        foreach (var gone in _since.Keys.Where(run => !running.Contains(run)).ToList())
        {
            _since.Remove(gone);
        }

        var now = time.GetTimestamp();
        foreach (var run in running)
        {
            _since.TryAdd(run, now);
        }

        return _since.Values.All(since => time.GetElapsedTime(since, now) >= LongEnough);
    }

    private static IEnumerable<(string Pod, string Container, int Restarts)> Doubtful(V1Pod pod) =>
        from status in PodProgress.Ends(pod) ? [] : pod.Status?.ContainerStatuses ?? []
        where status.State?.Running is not null
        where status.RestartCount > 0 || pod.Spec?.Containers.FirstOrDefault(container => container.Name == status.Name)?.ReadinessProbe is null
        select (pod.Metadata.Uid, status.Name, status.RestartCount);
}
