namespace Gauntlet.PullRequests.Tests;

/// <summary>A clock whose timers fire at once; it keeps what was waited for.</summary>
internal sealed class InstantTime : TimeProvider
{
    private readonly List<TimeSpan> _pauses = [];

    public DateTimeOffset Start { get; } = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    public IReadOnlyList<TimeSpan> Pauses => _pauses;

    public TimeSpan Waited => _pauses.Aggregate(TimeSpan.Zero, (sum, pause) => sum + pause);

    public override DateTimeOffset GetUtcNow() => Start + Waited;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero)
        {
            _pauses.Add(dueTime);
        }

        return System.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
    }
}
