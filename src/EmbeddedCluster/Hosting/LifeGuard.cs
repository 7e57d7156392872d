using Gauntlet.EmbeddedCluster.Client;

namespace Gauntlet.EmbeddedCluster.Hosting;

/// <summary>Ends the process when nobody uses it any more, or when its directory no longer belongs to it.</summary>
internal sealed class LifeGuard(
    ClusterSettings settings, ActivityMonitor activity, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<LifeGuard> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private volatile bool _announced;

    /// <summary>From now on the endpoint file must be there and be ours.</summary>
    public void Announce(EmbeddedEndpoint endpoint)
    {
        EmbeddedClusterFiles.Write(endpoint);
        _announced = true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (Reason() is { } reason)
                {
                    logger.LogWarning("The embedded cluster ends: {Reason}", reason);
                    lifetime.StopApplication();
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The cluster stops for another reason.
        }
    }

    /// <summary>Why the process has to end now; null while it has not to.</summary>
    internal string? Reason()
    {
        if (activity.Idle > settings.IdleTimeout)
        {
            return $"nobody used it for {settings.IdleTimeout}";
        }

        var ours = EmbeddedClusterFiles.Read(settings.Directory)?.TokenHash == EmbeddedClusterFiles.Hash(settings.Token);
        return _announced && !ours ? "its endpoint file is gone or belongs to another cluster" : null;
    }
}
