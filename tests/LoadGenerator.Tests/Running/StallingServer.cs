using Gauntlet.LoadGenerator.Running;
using Gauntlet.LoadGenerator.Tests.Conformance;

namespace Gauntlet.LoadGenerator.Tests.Running;

/// <summary>Answers at once but for one stop, and knows when it had answered all that was due by then.</summary>
internal sealed class StallingServer(TimeSpan from, TimeSpan stall, double rate)
{
    private readonly Lock _lock = new();
    private long _first;
    private long _caughtUp;

    /// <summary>From the end of the stop to the moment at which as many requests were answered as were due.</summary>
    public TimeSpan CatchUp => Clock.ToTimeSpan(_caughtUp - _first) - from - stall;

    public async Task<bool> AnswerAsync(Exchange exchange)
    {
        TimeSpan wait;
        lock (_lock)
        {
            var now = Clock.Now();
            _first = _first == 0 ? now : _first;
            var since = Clock.ToTimeSpan(now - _first);
            wait = since >= from && since < from + stall ? from + stall - since : TimeSpan.Zero;
            if (_caughtUp == 0 && since >= from + stall && exchange.Number >= (since.TotalSeconds * rate) - 1)
            {
                _caughtUp = now;
            }
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait);
        }

        return await exchange.ReplyAsync(Exchange.Pong);
    }
}
