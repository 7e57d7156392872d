using System.Threading.Channels;
using Gauntlet.Workloads.Kinds;
using Gauntlet.Workloads.Objects;
using k8s;
using k8s.Models;

namespace Gauntlet.Workloads.Health;

/// <summary>Watches everything that the health check judges by, and signals each change.</summary>
internal sealed class ClusterFeed : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ResourceFeed<V1Node> _nodes;
    private readonly ResourceFeed<V1Deployment> _deployments;
    private readonly ResourceFeed<V1ReplicaSet> _replicaSets;
    private readonly ResourceFeed<V1Pod> _pods;
    private readonly ResourceFeed<V1Endpoints> _endpoints;
    private readonly ResourceFeed<Corev1Event> _events;
    private readonly ObjectFeed _others;
    private readonly Task _running;

    /// <param name="client">Of the cluster.</param>
    /// <param name="objects">What is judged; those of kinds that are not watched are asked for one by one.</param>
    /// <param name="time">The clock.</param>
    public ClusterFeed(Kubernetes client, IEnumerable<KubeObject> objects, TimeProvider time)
    {
        var core = client.CoreV1;
        _nodes = new(async c => ApiAnswer.Listed(await core.ListNodeAsync(cancellationToken: c).ConfigureAwait(false)),
            (v, e, c) => core.WatchListNodeAsync(resourceVersion: v, onError: e, cancellationToken: c), Signal, time);
        _deployments = new(async c => ApiAnswer.Listed(await client.AppsV1.ListDeploymentForAllNamespacesAsync(cancellationToken: c).ConfigureAwait(false)),
            (v, e, c) => client.AppsV1.WatchListDeploymentForAllNamespacesAsync(resourceVersion: v, onError: e, cancellationToken: c), Signal, time);
        _replicaSets = ResourceFeeds.ReplicaSets(client, Signal, time);
        _pods = ResourceFeeds.Pods(client, Signal, time);
        _endpoints = ResourceFeeds.Endpoints(client, Signal, time);
        _events = new(async c => ApiAnswer.Listed(await core.ListEventForAllNamespacesAsync(cancellationToken: c).ConfigureAwait(false)),
            (v, e, c) => core.WatchListEventForAllNamespacesAsync(resourceVersion: v, onError: e, cancellationToken: c), Signal, time);
        _others = new(client, [.. objects.Where(entry => entry.Kind.IsKnown && !IsWatched(entry) && KindRules.Find(entry.Kind) is not null)], Signal, time);
        _running = Task.WhenAll(
            _others.RunAsync(_stop.Token), _nodes.RunAsync(_stop.Token), _deployments.RunAsync(_stop.Token), _replicaSets.RunAsync(_stop.Token),
            _pods.RunAsync(_stop.Token), _endpoints.RunAsync(_stop.Token), _events.RunAsync(_stop.Token));
    }

    /// <summary>True once every kind was listed.</summary>
    public bool Synced => _nodes.Synced && _deployments.Synced && _replicaSets.Synced && _pods.Synced && _endpoints.Synced && _events.Synced && _others.Synced;

    /// <summary>Why the API server does not answer; null when it does.</summary>
    public string? Trouble => _nodes.Trouble ?? _deployments.Trouble ?? _pods.Trouble ?? _others.Trouble;

    public ClusterSnapshot Snapshot =>
        new(_nodes.Items, _deployments.Items, _pods.Items, _endpoints.Items, _events.Items) { ReplicaSets = _replicaSets.Items, Others = _others.Items };

    /// <summary>Returns at the next change.</summary>
    public async Task ChangeAsync(CancellationToken cancellation) => await _changes.Reader.ReadAsync(cancellation).ConfigureAwait(false);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private static bool IsWatched(KubeObject item) => item.Is<V1Deployment>() || item.Is<V1ReplicaSet>() || item.Is<V1Pod>();

    private void Signal() => _changes.Writer.TryWrite(true);
}
