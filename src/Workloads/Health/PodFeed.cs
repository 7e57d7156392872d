using System.Threading.Channels;
using Gauntlet.Workloads.Manifests;
using k8s;
using k8s.Models;

namespace Gauntlet.Workloads.Health;

/// <summary>Watches the pods of what was deployed and the endpoints of the Services, from its making until it is disposed of.</summary>
public sealed class PodFeed : IAsyncDisposable
{
    private readonly ManifestSet _manifests;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ResourceFeed<V1Pod> _pods;
    private readonly ResourceFeed<V1ReplicaSet> _sets;
    private readonly ResourceFeed<V1Endpoints> _endpoints;
    private readonly Task _running;

    /// <param name="client">Of the cluster.</param>
    /// <param name="manifests">What was deployed.</param>
    /// <param name="time">The clock.</param>
    public PodFeed(IKubernetes client, ManifestSet manifests, TimeProvider time)
    {
        _manifests = manifests;
        _pods = ResourceFeeds.Pods(client, Signal, time);
        _sets = ResourceFeeds.ReplicaSets(client, Signal, time);
        _endpoints = ResourceFeeds.Endpoints(client, Signal, time);
        _running = Task.WhenAll(_pods.RunAsync(_stop.Token), _sets.RunAsync(_stop.Token), _endpoints.RunAsync(_stop.Token));
    }

    /// <summary>Why the API server does not answer; null when it does.</summary>
    public string? Trouble => _pods.Trouble ?? _sets.Trouble ?? _endpoints.Trouble;

    /// <summary>The pods, and the endpoints of every Service; null until all were listed.</summary>
    public (IReadOnlyList<DeployedPod> Pods, IReadOnlyList<V1Endpoints> Endpoints)? Seen =>
        _pods.Synced && _sets.Synced && _endpoints.Synced ? (DeployedPods.Of(_pods.Items, _sets.Items, _manifests), _endpoints.Items) : null;

    /// <summary>Returns at the next change.</summary>
    public async Task ChangeAsync(CancellationToken cancellation) => await _changes.Reader.ReadAsync(cancellation).ConfigureAwait(false);

    /// <summary>Ends the watches.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private void Signal() => _changes.Writer.TryWrite(true);
}
