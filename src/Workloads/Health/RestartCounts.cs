using System.Text.Json;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;
using k8s;
using k8s.Models;

namespace Gauntlet.Workloads.Health;

/// <summary>How often each container of the deployed pods was started again. Two readings tell what crashed between them.</summary>
public sealed class RestartCounts
{
    private readonly IReadOnlyList<(V1Pod Pod, V1ContainerStatus Container)> _containers;
    private readonly ILookup<string?, Corev1Event> _events;

    internal RestartCounts(IEnumerable<V1Pod> pods, IEnumerable<Corev1Event> events)
    {
        _containers = [.. pods.SelectMany(pod => (pod.Status?.ContainerStatuses ?? []).Select(status => (pod, status)))];
        _events = events.ToLookup(entry => (string?)entry.InvolvedObject.Uid);
    }

    /// <summary>Reads them off a cluster.</summary>
    /// <exception cref="HttpRequestException">The API server does not answer.</exception>
    /// <exception cref="JsonException">Its answer cannot be read.</exception>
    public static async Task<RestartCounts> ReadAsync(IKubernetes client, ManifestSet manifests, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(manifests);
        var pods = await DeployedPods.ReadAsync(client, manifests, cancellation).ConfigureAwait(false);
        return new RestartCounts(pods.Select(pod => pod.Pod), await ClusterEvents.ReadAsync(client, cancellation).ConfigureAwait(false));
    }

    /// <summary>The containers that ended since an earlier reading.</summary>
    public IReadOnlyList<Restart> Since(RestartCounts before)
    {
        ArgumentNullException.ThrowIfNull(before);
        var known = before._containers.ToDictionary(Key, entry => entry.Container.RestartCount);
        return [.. _containers.Where(entry => entry.Container.RestartCount > known.GetValueOrDefault(Key(entry))).Select(Describe)];
    }

    private static (string Pod, string Container) Key((V1Pod Pod, V1ContainerStatus Container) entry) => (entry.Pod.Metadata.Uid, entry.Container.Name);

    private Restart Describe((V1Pod Pod, V1ContainerStatus Container) entry)
    {
        var last = entry.Container.LastState?.Terminated;
        var how = last is null ? "" : $" with exit code {last.ExitCode}{(last.Reason is { } reason ? $" ({reason})" : "")}";
        var probe = ProbeKills.Find(_events[entry.Pod.Metadata.Uid], entry.Container.Name, last?.StartedAt);
        var ended = probe is null ? $"ended{how}" : $"was ended by its {probe}{how}";
        return new Restart(last?.FinishedAt, $"{ObjectReference.Of(entry.Pod)}: container {entry.Container.Name} {ended} and was started again");
    }
}

/// <summary>A container that was started again.</summary>
/// <param name="Ended">When it last ended, by its node's clock; null where the cluster does not tell.</param>
/// <param name="Text">One sentence.</param>
public sealed record Restart(DateTimeOffset? Ended, string Text);
