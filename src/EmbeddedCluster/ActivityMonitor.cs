namespace Gauntlet.EmbeddedCluster;

/// <summary>Knows when the cluster was last used: by an API request, an open watch or traffic through the ingress.</summary>
internal sealed class ActivityMonitor(TimeProvider clock)
{
    private long _last = clock.GetTimestamp();
    private int _open;

    public TimeSpan Idle => Volatile.Read(ref _open) > 0 ? TimeSpan.Zero : clock.GetElapsedTime(Interlocked.Read(ref _last));

    public void Touch() => Interlocked.Exchange(ref _last, clock.GetTimestamp());

    public void Begin()
    {
        Interlocked.Increment(ref _open);
        Touch();
    }

    public void End()
    {
        Touch();
        Interlocked.Decrement(ref _open);
    }
}
