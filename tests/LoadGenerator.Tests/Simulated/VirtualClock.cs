using Gauntlet.LoadGenerator.Running;

namespace Gauntlet.LoadGenerator.Tests.Simulated;

/// <summary>Time that passes when it is told to, and what is planned to happen in it. In nanoseconds.</summary>
internal sealed class VirtualClock
{
    private readonly PriorityQueue<Action, (long At, long Order)> _planned = new();
    private long _order;

    /// <summary>Not from 0: that stands for "not yet" in the window of a run.</summary>
    public long Now { get; private set; } = Clock.Second;

    /// <summary>When the next planned thing happens; <see cref="long.MaxValue"/> when there is none.</summary>
    public long Next => _planned.TryPeek(out _, out var next) ? next.At : long.MaxValue;

    /// <summary>Plans something; what is planned for one moment happens in the order of planning.</summary>
    public void After(long delay, Action action) => _planned.Enqueue(action, (Now + delay, _order++));

    public void After(TimeSpan delay, Action action) => After(Clock.From(delay), action);

    public void Advance(long nanoseconds) => AdvanceTo(Now + nanoseconds);

    public void Advance(TimeSpan time) => Advance(Clock.From(time));

    /// <summary>Goes to a moment and lets everything happen that is planned up to it.</summary>
    public void AdvanceTo(long moment)
    {
        while (Next <= moment)
        {
            Now = Math.Max(Now, Next);
            _planned.Dequeue()();
        }

        Now = Math.Max(Now, moment);
    }
}
