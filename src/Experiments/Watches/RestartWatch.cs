using Gauntlet.Workloads.Health;
using Gauntlet.Workloads.Manifests;
using k8s;

namespace Gauntlet.Experiments.Watches;

/// <summary>Tells of containers that ended under the load: that is the change's fault, also where another pod answered in their place.</summary>
public sealed class RestartWatch(IKubernetes client, ManifestSet manifests) : ISessionObserver
{
    private Timeline? _timeline;
    private RestartCounts? _before;

    /// <inheritdoc/>
    /// <remarks>Throws what <see cref="RestartCounts.ReadAsync"/> does.</remarks>
    public async Task BeginAsync(Timeline timeline, CancellationToken cancellation) =>
        (_timeline, _before) = (timeline, await RestartCounts.ReadAsync(client, manifests, cancellation).ConfigureAwait(false));

    /// <inheritdoc/>
    /// <remarks>Throws what <see cref="RestartCounts.ReadAsync"/> does.</remarks>
    public async Task<IReadOnlyList<Observation>> EndAsync(CancellationToken cancellation)
    {
        var restarts = (await RestartCounts.ReadAsync(client, manifests, cancellation).ConfigureAwait(false)).Since(_before!);
        foreach (var restart in restarts.Where(restart => restart.Ended is not null))
        {
            _timeline!.Add(restart.Ended!.Value, restart.Text);
        }

        return [.. restarts.Select(restart => new Observation(Bearing.Fault, restart.Text))];
    }
}
