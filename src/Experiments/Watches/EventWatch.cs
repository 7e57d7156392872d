using System.Text.Json;
using Gauntlet.Workloads.Health;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Gauntlet.Experiments.Watches;

/// <summary>
/// Puts what the cluster said of its nodes, and of what is in the namespaces of the manifests, beside the seconds of a load. No verdict hangs on it: where it
/// cannot be read, the timeline says so.
/// </summary>
/// <param name="client">The cluster.</param>
/// <param name="manifests">What was deployed.</param>
/// <param name="time">The clock of the session.</param>
public sealed class EventWatch(IKubernetes client, ManifestSet manifests, TimeProvider time) : ISessionObserver
{
    /// <summary>The first of them explain those that follow.</summary>
    private const int Most = 100;

    private Timeline? _timeline;
    private DateTimeOffset _from;

    /// <inheritdoc/>
    public Task BeginAsync(Timeline timeline, CancellationToken cancellation)
    {
        (_timeline, _from) = (timeline, time.GetUtcNow());
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Observation>> EndAsync(CancellationToken cancellation)
    {
        try
        {
            Add(await ClusterEvents.ReadAsync(client, cancellation).ConfigureAwait(false));
        }
        catch (Exception e) when (e is HttpRequestException or HttpOperationException or JsonException or OperationCanceledException)
        {
            _timeline!.Add($"the events of the cluster could not be read: {e.GetBaseException().Message.ReplaceLineEndings(" ")}");
        }

        return [];
    }

    private void Add(IReadOnlyList<Corev1Event> events)
    {
        var spaces = manifests.Namespaces.ToHashSet(StringComparer.Ordinal);
        (DateTimeOffset At, Corev1Event Event)[] ours = [.. events
            .Where(entry => entry.InvolvedObject.Kind == V1Node.KubeKind || spaces.Contains(entry.InvolvedObject.NamespaceProperty ?? ""))
            .Select(entry => (Seen: Seen(entry), entry)).Where(entry => entry.Seen >= _from)
            .Select(entry => (At: ByThen(entry.Seen), entry.entry)).OrderBy(entry => entry.At)];
        foreach (var (at, entry) in ours.Take(Most))
        {
            var about = new ObjectReference("", entry.InvolvedObject.Kind, entry.InvolvedObject.NamespaceProperty, entry.InvolvedObject.Name);
            _timeline!.Add(at, $"{about}: {entry.Reason}: {entry.Message?.ReplaceLineEndings(" ").Trim()}");
        }

        if (ours.Length > Most)
        {
            _timeline!.Add(ours[Most].At, $"{ours.Length - Most} more events of the cluster, which are not listed");
        }
    }

    private static DateTimeOffset Seen(Corev1Event entry) =>
        Conditions.LastSeen(entry) is { } seen ? Conditions.Moment(seen) : DateTimeOffset.MinValue;

    /// <summary>Most events are dated by the second that they fell into. At its end they stand behind what has caused them.</summary>
    private static DateTimeOffset ByThen(DateTimeOffset seen) => seen.Ticks % TimeSpan.TicksPerSecond == 0 ? seen.AddSeconds(1) : seen;
}
