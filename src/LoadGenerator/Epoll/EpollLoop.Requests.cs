using Gauntlet.LoadGenerator.Http;
using Gauntlet.LoadGenerator.Running;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Epoll;

internal sealed partial class EpollLoop<TKernel>
{
    // 256 KiB of one connection: a body that comes faster than it is read keeps no other request waiting.
    private const int MostReads = 16;

    private void Begin(Connection connection, in Arrival arrival, long now)
    {
        connection.Arrival = arrival;
        connection.Started = now;
        connection.Retried = false;
        connection.IsCounted = false;
        connection.PausedBefore = _paused;
        if (connection.Fd < 0)
        {
            Open(connection);
        }
        else
        {
            CountSent(connection);
            Become(connection, ConnectionState.Busy);
            SendRequest(connection);
        }
    }

    /// <summary>Books the request as sent from when it was begun, once this machine had a socket for it: connecting is a part of sending.</summary>
    private void CountSent(Connection connection)
    {
        if (!connection.IsCounted)
        {
            connection.IsCounted = true;
            _ledger.WasSent(connection.Arrival, connection.Started, _caughtUp, _owed);
        }
    }

    private void SendRequest(Connection connection)
    {
        var route = connection.Arrival.Route;
        var bytes = _routes[route];
        connection.Request = ++connection.Requests >= _reuse ? bytes.Request.Close : bytes.Request.KeepAlive;
        connection.SentBefore += connection.Sent;
        connection.Sent = 0;
        connection.Parser.Begin(bytes.IsHead, bytes.ExpectedBody, _memos[route]);
        SendMore(connection);
    }

    /// <summary>Sends what the socket takes; the rest goes when it reports room.</summary>
    private void SendMore(Connection connection)
    {
        var request = connection.Request;
        var sent = _kernel.Send(connection.Fd, request.AsSpan(connection.Sent));
        if (sent < 0 && _kernel.LastError() is var error and not Libc.Again and not Libc.Interrupted)
        {
            Lost(connection, Outcome.Reset, Message(error));
            return;
        }

        connection.Sent += Math.Max(0, sent);
        if (connection.Sent < request.Length)
        {
            ReturnToEvents(); // only one tells when there is room again
            WakeByEvents();
        }
    }

    /// <summary>Reads on where a turn ended with more to read, of which no event tells.</summary>
    private void ReadOn()
    {
        for (var left = _unread.Count; left > 0; left--)
        {
            var (connection, generation, flags) = _unread.Dequeue();
            if (connection.Generation == generation && connection.State == ConnectionState.Busy)
            {
                Receive(connection, flags);
            }
        }
    }

    /// <summary>
    /// Reads until the response or what has come of it ends, or as much as a turn has for one connection. A short read has emptied the socket: asking again
    /// would be a call for nothing.
    /// </summary>
    private void Receive(Connection connection, uint flags)
    {
        for (var reads = 0; reads < MostReads; reads++)
        {
            var room = connection.Room;
            var received = _kernel.Receive(connection.Fd, room, out var at);
            if (received <= 0)
            {
                Ended(connection, received == 0 ? 0 : _kernel.LastError());
                return;
            }

            connection.Filled += received;
            connection.Received += received;
            var result = connection.Parser.Feed(connection.Unparsed, out var consumed);
            connection.Consume(consumed);
            if (result == ParseResult.Complete)
            {
                Complete(connection, at, (flags & (Libc.EpollRdHup | Libc.EpollHup)) == 0);
                return;
            }

            if (_slept)
            {
                WakeByEvents();
            }

            if (result == ParseResult.Malformed || connection.Filled == Connection.BufferBytes)
            {
                Fail(connection, _kernel.Now(), Outcome.Malformed, "the response is not HTTP/1.x, or one of its lines is longer than 16 KiB");
                return;
            }

            if (received < room.Length && (flags & (Libc.EpollRdHup | Libc.EpollHup | Libc.EpollErr)) == 0)
            {
                return;
            }
        }

        _unread.Enqueue(new Unread(connection, connection.Generation, flags));
    }

    private void Ended(Connection connection, int error)
    {
        if (error is Libc.Again or Libc.Interrupted)
        {
            return;
        }

        if (error == 0 && connection.Parser.IsCompleteAtEnd())
        {
            Complete(connection, at: 0, isOpen: false);
        }
        else
        {
            Lost(connection, error == 0 ? Outcome.EndOfStream : Outcome.Reset, error == 0 ? null : Message(error));
        }
    }

    /// <param name="connection">Its answer is read.</param>
    /// <param name="at">When the last of it came; 0 where that is not known.</param>
    /// <param name="isOpen">Whether the connection can be used again.</param>
    private void Complete(Connection connection, long at, bool isOpen)
    {
        var now = at > 0 ? Math.Max(at, connection.Started) : _kernel.Now();
        if (IsOverdue(connection, Math.Min(now, _lookedAt)))
        {
            TimeOut(connection); // the answer was faster than the sweep only
            return;
        }

        if (at == 0)
        {
            WakeByEvents();
        }

        var parser = connection.Parser;
        var bytes = _routes[connection.Arrival.Route];
        var outcome = parser.Status != bytes.ExpectedStatus ? Outcome.Status : parser.Body.Matches ? Outcome.Success : Outcome.WrongBody;
        if (outcome != Outcome.Success)
        {
            _context.Failures.Add(connection.Arrival, now, outcome, parser.Status, parser.Body.Excerpt);
        }

        // Bytes after a response belong to none: that connection is not asked again.
        if (!isOpen || !parser.KeepAlive || connection.Filled > 0 || connection.Requests >= _reuse || connection.Sent < connection.Request.Length)
        {
            Close(connection);
        }

        Settle(connection, now, outcome);
    }

    private void Fail(Connection connection, long now, Outcome outcome, string? detail)
    {
        _context.Failures.Add(connection.Arrival, now, outcome, connection.Parser.Status, connection.Parser.Body.Excerpt, detail);
        Close(connection);
        Settle(connection, now, outcome);
    }

    private void TimeOut(Connection connection)
    {
        var outcome = connection.State == ConnectionState.Connecting ? Outcome.ConnectTimeout : Outcome.Timeout;
        Fail(connection, connection.Started + _timeout + PauseOf(connection), outcome, detail: null);
    }

    /// <summary>Whether the server has had its time. What this loop itself stood still is none of it.</summary>
    private bool IsOverdue(Connection connection, long now) => now - connection.Started - PauseOf(connection) >= _timeout;

    private long PauseOf(Connection connection) => _paused - connection.PausedBefore;

    /// <summary>Books the request and frees the connection.</summary>
    private void Settle(Connection connection, long now, Outcome outcome)
    {
        var pause = PauseOf(connection) + (now - _lookedAt > Unseen ? now - _lookedAt : 0);
        if (pause > 0)
        {
            _ledger.WasReadLate(connection.Arrival, pause);
        }

        _ledger.Ended(connection.Arrival, connection.Started, now, outcome);
        Become(connection, ConnectionState.Idle);
        _busy--;
        if (!_context.IsOpen && connection.Fd < 0 && outcome is Outcome.ConnectRefused or Outcome.Reset or Outcome.EndOfStream)
        {
            connection.RestsUntil = now + FailureRest;
            _resting.Enqueue(connection);
            return;
        }

        _idle.Enqueue(connection);
    }
}
