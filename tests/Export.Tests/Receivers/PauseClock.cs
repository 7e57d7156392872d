namespace Gauntlet.Export.Tests.Receivers;

/// <summary>A clock whose short timers fire at once, and whose others never do; it keeps what was waited for.</summary>
/// <param name="longest">What is short.</param>
internal sealed class PauseClock(TimeSpan longest) : TimeProvider
{
    private readonly List<TimeSpan> _pauses = [];

    public IReadOnlyList<TimeSpan> Pauses => _pauses;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var isShort = dueTime > TimeSpan.Zero && dueTime <= longest;
        if (isShort)
        {
            _pauses.Add(dueTime);
        }

        return System.CreateTimer(callback, state, isShort ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, period);
    }
}
