using Gauntlet.LoadGenerator.Planning;

namespace Gauntlet.LoadGenerator.Running;

/// <summary>
/// The open model: warm-up and measured part are two schedules, the second begins where the first ends. What the first had due by then and nobody has
/// taken is dropped: its wait is none of the measured part.
/// </summary>
internal sealed class OpenArrivals : IArrivals
{
    private readonly LoadPlan _plan;
    private readonly MeasuredWindow _window;
    private readonly long _measuredFrom;
    private readonly int _loop;
    private readonly int _loops;
    private ArrivalCursor _cursor;
    private long _base;
    private bool _measured;

    public OpenArrivals(LoadPlan plan, MeasuredWindow window, int loop, int loops)
    {
        (_plan, _window, _loop, _loops) = (plan, window, loop, loops);
        _measuredFrom = window.Start + (long)((plan.WarmUp?.Seconds ?? 0) * Clock.Second);
        _base = window.Start;
        if (plan.WarmUp is { } warmUp)
        {
            _cursor = new ArrivalCursor(plan, warmUp, loop, loops);
        }

        Settle();
    }

    public long NextDue { get; private set; }

    public bool TryTake(long now, out Arrival arrival)
    {
        if (!_measured && now >= _measuredFrom)
        {
            BeginMeasured();
        }

        if (now < NextDue)
        {
            arrival = default;
            return false;
        }

        if (_measured && !_window.HasBegun)
        {
            _window.Begin(_measuredFrom);
        }

        var number = _cursor.Number;
        arrival = new Arrival(number, _measured ? _plan.Route(number) : _plan.WarmUpRoute(number), NextDue, _measured);
        _cursor.MoveNext();
        Settle();
        return true;
    }

    private void Settle()
    {
        if (!_measured && (_plan.WarmUp is null || _cursor.IsAtEnd))
        {
            BeginMeasured();
            return;
        }

        NextDue = _cursor.IsAtEnd ? long.MaxValue : _base + _cursor.Due;
    }

    private void BeginMeasured()
    {
        (_measured, _base) = (true, _measuredFrom);
        _cursor = new ArrivalCursor(_plan, _plan.Measured, _loop, _loops);
        NextDue = _cursor.IsAtEnd ? long.MaxValue : _base + _cursor.Due;
    }
}
