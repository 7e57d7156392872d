using Gauntlet.LoadGenerator.Running;

namespace Gauntlet.LoadGenerator.Epoll;

/// <summary>
/// A server that is the bottleneck answers in the order in which it is asked. As long as it does, a closed loop reads its connections in that
/// order and has epoll watch none of them: that spares the loop an event, and the server a wake-up, per request. When few have an answer the
/// loop sleeps shortly, so that more come together; when the oldest few have none after that either, epoll watches again.
/// See docs/decisions/0008-reading-in-order.md.
/// </summary>
internal sealed partial class EpollLoop<TKernel>
{
    // Half of the 0.1 ms to which latencies are good. The server does not wait for it: it is slower than this loop, and so long a sleep is worth
    // about eight of its requests.
    private const long Rest = 50 * Clock.Microsecond;
    private const int FewestConnections = 16;

    // So many answers at once say that the server does not wait for this loop.
    private const int ManyAnswers = 4;

    // How many such bursts pass until order is tried again: twice as many each time it ended before so many answers per connection.
    private const int LongestDoubt = 1024;
    private const int ProvenAnswers = 4;

    private bool _readsInOrder;
    private int _oldest;
    private int _answered;
    private long _answeredInOrder;
    private int _doubt = 1;
    private int _untilInOrder = 1;

    private void ConsiderOrder(int answers)
    {
        if (_context.IsOpen || _connections.Length < FewestConnections || answers < ManyAnswers || --_untilInOrder > 0)
        {
            return;
        }

        _readsInOrder = true;
        _answeredInOrder = 0;
        _answered = answers;
        var oldest = long.MaxValue;
        foreach (var connection in _connections)
        {
            if (connection.State == ConnectionState.Busy && connection.Started < oldest)
            {
                oldest = connection.Started;
                _oldest = connection.Index;
            }

            if (connection.IsWatched && connection.State != ConnectionState.Connecting)
            {
                Watch(connection, false);
            }
        }
    }

    private void ReadInOrder()
    {
        var rests = _answered < _connections.Length / 2;
        if (rests)
        {
            _kernel.Sleep(Rest);
        }

        Looked(Rest);
        _answered = ReadAnswered();
        _answeredInOrder += _answered;
        if (rests && _answered < ManyAnswers)
        {
            ReturnToEvents();
        }
    }

    /// <summary>Reads from the oldest request on until one has no answer yet, and returns how many had.</summary>
    private int ReadAnswered()
    {
        var answered = 0;
        for (var left = _connections.Length; left > 0; left--)
        {
            var connection = _connections[_oldest];
            if (connection.State == ConnectionState.Busy)
            {
                Receive(connection, flags: 0);
                answered += connection.State == ConnectionState.Idle ? 1 : 0;
            }

            if (connection.State != ConnectionState.Idle)
            {
                break;
            }

            _oldest = _oldest + 1 == _connections.Length ? 0 : _oldest + 1;
        }

        return answered;
    }

    /// <summary>
    /// Has epoll watch every connection again; it reports at once what has come meanwhile. For what only an event tells, and where order ends.
    /// </summary>
    private void ReturnToEvents()
    {
        if (!_readsInOrder)
        {
            return;
        }

        _readsInOrder = false;
        _doubt = _answeredInOrder < ProvenAnswers * _connections.Length ? Math.Min(2 * _doubt, LongestDoubt) : 1;
        _untilInOrder = _doubt;
        foreach (var connection in _connections)
        {
            if (connection.Fd >= 0 && !connection.IsWatched)
            {
                Watch(connection, true);
            }
        }
    }

    private void Watch(Connection connection, bool watch)
    {
        connection.IsWatched = watch;
        if (watch)
        {
            _kernel.Watch(connection.Fd, (uint)connection.Index, connection.Generation);
        }
        else
        {
            _kernel.Unwatch(connection.Fd);
        }
    }
}
