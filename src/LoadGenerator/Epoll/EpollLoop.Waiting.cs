using Gauntlet.LoadGenerator.Running;

namespace Gauntlet.LoadGenerator.Epoll;

/// <summary>
/// The open model knows when it sends next, and the kernel notes when an answer comes. So between arrivals that follow each other closely the loop sleeps,
/// and reads what has come when it is awake anyway: one wake-up per request in place of two, and the times are the same. Nothing is polled.
/// See docs/decisions/0012-one-wake-up-per-request.md.
/// </summary>
internal sealed partial class EpollLoop<TKernel>
{
    // So long after it last looked, this loop stood still itself: what has come meanwhile may have come in time, and no deadline is held against it.
    private const long Unseen = 10 * Clock.Millisecond;
    private const long LongestSleep = Unseen;

    private int _connecting;
    private bool _slept;
    private long _eventsUntil;
    private long _eventsFor = 100 * Clock.Millisecond;
    private long _caughtUp;
    private long _lookedAt;
    private long _paused;
    private long _owed;

    /// <summary>
    /// Waits for events. With every connection busy, the open model first looks whether there are any: none means that all answers so far are
    /// handled, so that from here on a request which is due waits for the server. That ends when an answer could have been read.
    /// </summary>
    private int Wait(long now)
    {
        if (!_context.IsOpen || _idle.Count > 0 || _unread.Count > 0)
        {
            return Look(TimeToWait(now));
        }

        if (Look(0) is > 0 and var missed)
        {
            return missed;
        }

        _ = _kernel.TakeQueued();
        var ready = Look(TimeToWait(now));
        _caughtUp = _lookedAt - _kernel.TakeQueued();
        return ready;
    }

    private int Look(long nanoseconds)
    {
        _slept = MaySleep(nanoseconds);
        if (_slept)
        {
            _kernel.Sleep(nanoseconds);
            Looked(nanoseconds);
            StartDue(_lookedAt); // what it woke for, before the look, which takes time
            nanoseconds = 0;
        }

        var ready = _kernel.Wait(nanoseconds);
        Looked(nanoseconds);
        return ready;
    }

    private bool MaySleep(long nanoseconds) =>
        _context.IsOpen && nanoseconds is > 0 and <= LongestSleep && _idle.Count > 0 && _connecting == 0 && _lookedAt >= _eventsUntil;

    /// <summary>
    /// Something could not wait while the loop slept: an answer of which only a part has come, since its server may wait for that part to be read, or an end
    /// of which the kernel does not note the time. From here on events wake the loop, for twice as long each time.
    /// </summary>
    private void WakeByEvents()
    {
        if (_lookedAt >= _eventsUntil)
        {
            _eventsUntil = _lookedAt + _eventsFor;
            _eventsFor *= 2;
        }
    }

    /// <summary>
    /// Marks that what has come up to now was seen. More time than was asked for since the last look is a pause of this loop itself, by which everything is
    /// late that is due until the loop is level with its plan again.
    /// </summary>
    private void Looked(long asked)
    {
        var now = _kernel.Now();
        var pause = now - _lookedAt - asked;
        if (pause > Unseen)
        {
            _paused += pause;
            _owed += pause;
        }

        _lookedAt = now;
    }

    private long TimeToWait(long now)
    {
        var wait = _nextSweep - now;
        if (_resting.Count > 0)
        {
            wait = Math.Min(wait, _resting.Peek().RestsUntil - now);
        }

        var due = _arrivals.NextDue;
        if (_idle.Count > 0 && due != long.MaxValue)
        {
            wait = Math.Min(wait, due - now);
        }

        return _unread.Count > 0 ? 0 : Math.Max(0, wait);
    }
}
