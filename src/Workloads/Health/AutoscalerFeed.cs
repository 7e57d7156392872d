using System.Text.Json;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;
using k8s;
using k8s.Models;

namespace Gauntlet.Workloads.Health;

/// <summary>
/// Watches the HorizontalPodAutoscalers of a cluster with their events, and the pods of what was deployed, from its making until it is disposed of.
/// </summary>
public sealed class AutoscalerFeed : IAsyncDisposable
{
    private const string Group = "autoscaling";
    private const string Plural = "horizontalpodautoscalers";

    /// <summary>The versions that have conditions, the newest first; what is read here is the same in both.</summary>
    private static readonly string[] Versions = ["v2", "v2beta2"];

    private readonly ManifestSet _manifests;
    private readonly CancellationTokenSource _stop = new();
    private readonly ResourceFeed<V2HorizontalPodAutoscaler> _autoscalers;
    private readonly ResourceFeed<Corev1Event> _events;
    private readonly ResourceFeed<V1Pod> _pods;
    private readonly ResourceFeed<V1ReplicaSet> _sets;
    private readonly Task _running;

    /// <param name="client">Of the cluster.</param>
    /// <param name="version">Of the API; from <see cref="ServedAsync"/>.</param>
    /// <param name="manifests">What was deployed.</param>
    /// <param name="changed">Told of every change, from any thread.</param>
    /// <param name="time">The clock.</param>
    public AutoscalerFeed(IKubernetes client, string version, ManifestSet manifests, Action changed, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(client);
        var (core, custom) = (client.CoreV1, client.CustomObjects);
        _manifests = manifests;
        _autoscalers = new(
            async c => ApiAnswer.Listed(
                await custom.ListClusterCustomObjectAsync<V2HorizontalPodAutoscalerList>(Group, version, Plural, cancellationToken: c).ConfigureAwait(false)),
            (v, e, c) => WatchAsync(custom.WatchListClusterCustomObjectAsync(Group, version, Plural, resourceVersion: v, onError: e, cancellationToken: c)),
            changed, time);
        _events = new(
            async c => ApiAnswer.Listed(
                await core.ListEventForAllNamespacesAsync(fieldSelector: OfAutoscalers, cancellationToken: c).ConfigureAwait(false)),
            (v, e, c) => core.WatchListEventForAllNamespacesAsync(fieldSelector: OfAutoscalers, resourceVersion: v, onError: e, cancellationToken: c),
            changed, time);
        _pods = ResourceFeeds.Pods(client, changed, time);
        _sets = ResourceFeeds.ReplicaSets(client, changed, time);
        _running = Task.WhenAll(
            _autoscalers.RunAsync(_stop.Token), _events.RunAsync(_stop.Token), _pods.RunAsync(_stop.Token), _sets.RunAsync(_stop.Token));
    }

    private static string OfAutoscalers => "involvedObject.kind=HorizontalPodAutoscaler";

    /// <summary>Why the API server does not answer; null when it does.</summary>
    public string? Trouble => _autoscalers.Trouble ?? _events.Trouble ?? _pods.Trouble ?? _sets.Trouble;

    /// <summary>What there is; null until all was listed.</summary>
    public (IReadOnlyList<V2HorizontalPodAutoscaler> Autoscalers, IReadOnlyList<Corev1Event> Events, IReadOnlyList<DeployedPod> Pods)? Seen =>
        _autoscalers.Synced && _events.Synced && _pods.Synced && _sets.Synced
            ? (_autoscalers.Items, _events.Items, DeployedPods.Of(_pods.Items, _sets.Items, _manifests)) : null;

    /// <summary>The version that a cluster serves; null where it has none of those that say what they do.</summary>
    /// <exception cref="k8s.Autorest.HttpOperationException">It has none at all, or does not answer.</exception>
    public static async Task<string?> ServedAsync(IKubernetes client, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(client);
        var group = await client.Autoscaling.GetAPIGroupAsync(cancellation).ConfigureAwait(false);
        return Versions.FirstOrDefault(version => group.Versions.Any(served => served.Version == version));
    }

    /// <summary>What an autoscaler scales.</summary>
    public static ObjectReference TargetOf(V2HorizontalPodAutoscaler autoscaler)
    {
        ArgumentNullException.ThrowIfNull(autoscaler);
        var target = autoscaler.Spec.ScaleTargetRef;
        return new ObjectReference(KindTable.Split(target.ApiVersion).Group, target.Kind, autoscaler.Metadata.NamespaceProperty, target.Name);
    }

    /// <summary>Ends the watches.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private static async IAsyncEnumerable<(WatchEventType, V2HorizontalPodAutoscaler)> WatchAsync(IAsyncEnumerable<(WatchEventType, object)> changes)
    {
        await foreach (var (type, item) in changes.ConfigureAwait(false))
        {
            yield return (type, KubernetesJson.Deserialize<V2HorizontalPodAutoscaler>((JsonElement)item));
        }
    }
}
