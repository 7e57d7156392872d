using Gauntlet.Workloads.Health;
using k8s;

namespace Gauntlet.Experiments.Watches;

/// <summary>Tells of an API server or a node that was lost under the load: then the figures say nothing about the change.</summary>
/// <param name="client">The cluster.</param>
/// <param name="nodes">
/// Why a node is lost, by those who know at once what the cluster only finds after 40 s; null where none is.
/// </param>
public sealed class ClusterLossWatch(IKubernetes client, Func<CancellationToken, Task<string?>> nodes) : ISessionObserver
{
    /// <inheritdoc/>
    public Task BeginAsync(Timeline timeline, CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Observation>> EndAsync(CancellationToken cancellation) =>
        await WhyAsync(cancellation).ConfigureAwait(false) is { } lost ? [new Observation(Bearing.Excuse, lost)] : [];

    private async Task<string?> WhyAsync(CancellationToken cancellation)
    {
        try
        {
            if (await nodes(cancellation).ConfigureAwait(false) is { } lost)
            {
                return lost;
            }
        }
        catch (HttpRequestException)
        {
            // An API server that does not answer is what is asked about next.
        }

        return await LostCluster.WhyAsync(client, cancellation).ConfigureAwait(false);
    }
}
