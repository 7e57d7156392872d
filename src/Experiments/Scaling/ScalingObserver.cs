using Gauntlet.Metrics.Model;
using Gauntlet.Workloads.Health;
using Gauntlet.Workloads.Manifests;
using k8s;

namespace Gauntlet.Experiments.Scaling;

/// <summary>
/// Watches what the HorizontalPodAutoscalers of the manifests do beside a load. What cannot be watched is missing and said so; it never ends a session, and
/// has no bearing on its verdict.
/// </summary>
/// <param name="client">The cluster.</param>
/// <param name="manifests">What was deployed.</param>
/// <param name="time">The clock of the session.</param>
public sealed class ScalingObserver(IKubernetes client, ManifestSet manifests, TimeProvider time) : ISessionObserver, IAsyncDisposable
{
    private static readonly TimeSpan ToStart = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly IReadOnlyList<AutoscalerHistory> _histories = [.. Autoscalers.Of(manifests).Select(item => new AutoscalerHistory(item))];
    private readonly TaskCompletionSource _listed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AutoscalerFeed? _feed;
    private bool _isLoad;
    private string? _version;
    private string? _missing;

    /// <inheritdoc/>
    public async Task BeginAsync(Timeline timeline, CancellationToken cancellation)
    {
        if (_histories.Count == 0)
        {
            return;
        }

#pragma warning disable CA1031 // Do not catch general exception types: whatever keeps this from looking is said in the figures, and changes nothing else.
        try
        {
            _version = await AutoscalerFeed.ServedAsync(client, cancellation).ConfigureAwait(false);
            if (_version is null)
            {
                _missing = "the cluster serves neither autoscaling/v2 nor autoscaling/v2beta2";
                return;
            }

            _feed = new AutoscalerFeed(client, _version, manifests, Look, time);
            Look();
            await _listed.Task.WaitAsync(ToStart, time, cancellation).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _missing = $"the HorizontalPodAutoscalers could not be listed: {_feed?.Trouble ?? e.GetBaseException().Message.ReplaceLineEndings(" ")}";
        }
#pragma warning restore CA1031

        lock (_lock)
        {
            _isLoad = true;
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Observation>> EndAsync(CancellationToken cancellation)
    {
        _missing ??= _feed?.Trouble is { } trouble ? $"the API server did not tell to the end: {trouble}" : null;
        await DisposeAsync().ConfigureAwait(false);
        return [];
    }

    /// <summary>The timelines of a session that this has observed; null where nothing was deployed that scales.</summary>
    public ScalingSection? Section(SessionResult seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        lock (_lock)
        {
            return _histories.Count == 0 ? null : new ScalingSection
            {
                ApiVersion = _version is null ? null : $"autoscaling/{_version}",
                Began = seen.Measured.From,
                Missing = _missing,
                Autoscalers = [.. _histories.Select(history => history.Timeline(seen.LoadBegan, seen.Measured))],
            };
        }
    }

    /// <summary>Ends the watches, where that has not happened yet.</summary>
    public async ValueTask DisposeAsync()
    {
        AutoscalerFeed? feed;
        lock (_lock)
        {
            (feed, _feed) = (_feed, null);
        }

        if (feed is not null)
        {
            await feed.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Called at every change, from the threads of the watches, also before the feed is known here.</summary>
    private void Look()
    {
        lock (_lock)
        {
            if (_feed?.Seen is not var (autoscalers, events, pods))
            {
                return;
            }

            foreach (var history in _histories)
            {
                history.See(autoscalers, events, pods, time.GetUtcNow(), _isLoad);
            }

            _listed.TrySetResult();
        }
    }
}
