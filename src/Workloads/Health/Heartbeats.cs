namespace Gauntlet.Workloads.Health;

/// <summary>Waits for a change or for the next heartbeat, whichever comes first.</summary>
internal static class Heartbeats
{
    public static async Task NextAsync(ClusterFeed feed, TimeSpan heartbeat, TimeProvider time, CancellationToken cancellation)
    {
        using var pause = new CancellationTokenSource(heartbeat, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(pause.Token, cancellation);
        try
        {
            await feed.ChangeAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The heartbeat.
        }
    }
}
