using Gauntlet.Workloads.Health;
using k8s;

namespace Gauntlet.Experiments.Watches;

/// <summary>Tells of an API server or a node that was lost under the load: then the figures say nothing about the change.</summary>
public sealed class ClusterLossWatch(IKubernetes client) : ISessionObserver
{
    /// <inheritdoc/>
    public Task BeginAsync(Timeline timeline, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Observation>> EndAsync(CancellationToken cancellation) =>
        await LostCluster.WhyAsync(client, cancellation).ConfigureAwait(false) is { } lost ? [new Observation(Bearing.Excuse, lost)] : [];
}
