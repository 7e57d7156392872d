using Gauntlet.LoadGenerator.Planning;

namespace Gauntlet.LoadGenerator.Running;

/// <summary>The closed model: a request is due when a connection is free, until the count or the time is used up.</summary>
internal sealed class ClosedArrivals(LoadPlan plan, LoadOptions options, MeasuredWindow window, int loop, int loops) : IArrivals
{
    private readonly long _warmUpRequests = options.WarmUp.Requests;
    private readonly long _warmUpEnd = window.Start + Clock.From(options.WarmUp.Duration);
    private readonly long _requests = options.Requests ?? long.MaxValue;
    private readonly long _duration = options.Requests is null ? Clock.From(options.Duration) : long.MaxValue;
    private long _number = loop;
    private long _end = long.MaxValue;
    private bool _measured;

    public long NextDue { get; private set; }

    public bool TryTake(long now, out Arrival arrival)
    {
        if (!_measured && _number >= _warmUpRequests && now >= _warmUpEnd)
        {
            _measured = true;
            _number = loop;
            var from = window.Begin(now);
            _end = _duration == long.MaxValue ? long.MaxValue : from + _duration;
        }

        if (_measured && (_number >= _requests || now >= _end))
        {
            NextDue = long.MaxValue;
            arrival = default;
            return false;
        }

        arrival = new Arrival(_number, _measured ? plan.Route(_number) : plan.WarmUpRoute(_number), now, _measured);
        _number += loops;
        return true;
    }
}
