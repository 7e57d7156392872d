using System.Runtime.InteropServices;
using Gauntlet.LoadGenerator.Running;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Epoll;

internal sealed partial class EpollLoop<TKernel>
{
    // A closed loop against a server that is gone would otherwise do nothing but connect.
    private const long FailureRest = 10 * Clock.Millisecond;

    private void Handle(Connection connection, uint flags)
    {
        switch (connection.State)
        {
            case ConnectionState.Idle when (flags & ~Libc.EpollOut) != 0:
                Close(connection); // the server closed it, or said something unasked
                break;
            case ConnectionState.Idle:
                break; // an edge of bytes that were read with those before them
            case ConnectionState.Connecting:
                Connected(connection, _kernel.ConnectResult(connection.Fd));
                break;
            default:
                var generation = connection.Generation;
                if (connection.Sent < connection.Request.Length && (flags & Libc.EpollOut) != 0)
                {
                    SendMore(connection);
                }

                if ((flags & ~Libc.EpollOut) != 0 && connection.Generation == generation)
                {
                    Receive(connection, flags);
                }

                break;
        }
    }

    private void Open(Connection connection)
    {
        ReturnToEvents(); // only one tells when it is connected
        Become(connection, ConnectionState.Connecting);
        connection.Requests = 0;
        connection.Sent = 0;
        connection.SentBefore = 0;
        connection.Received = 0;
        connection.Filled = 0;
        connection.Generation++;
        connection.Parser.Begin(isHead: false, expectedBody: null, memo: null);
        connection.Fd = _kernel.Open(_address);
        if (connection.Fd < 0)
        {
            Connected(connection, _kernel.LastError());
            return;
        }

        var error = _kernel.Connect(connection.Fd, _address) == 0 ? 0 : _kernel.LastError();
        if (error is 0 or Libc.InProgress)
        {
            CountSent(connection);
            Watch(connection, true);
        }

        if (error != Libc.InProgress)
        {
            Connected(connection, error);
        }
    }

    private void Connected(Connection connection, int error)
    {
        if (error == 0)
        {
            Become(connection, ConnectionState.Busy);
            SendRequest(connection);
            return;
        }

        if (LocalLimit.Of(Libc.SocketErrorOf(error)) is { } lack)
        {
            LeaveOut(connection, lack);
            return;
        }

        CountSent(connection);
        Fail(connection, _kernel.Now(), error == Libc.TimedOut ? Outcome.ConnectTimeout : Outcome.ConnectRefused, Message(error));
    }

    /// <summary>
    /// The connection broke. Where it was idle until this request, nothing of which came to the server and nothing back, the server had closed it before: the
    /// request goes out again, once, if twice is as good as once. Whatever the server may have read is lost with its connection.
    /// </summary>
    private void Lost(Connection connection, Outcome outcome, string? detail)
    {
        WakeByEvents();
        if (connection.Requests > 1 && !connection.Retried && _routes[connection.Arrival.Route].IsIdempotent && HasNotArrived(connection))
        {
            connection.Retried = true;
            _ledger.Retried(connection.Arrival);
            Close(connection);
            Open(connection);
            return;
        }

        Fail(connection, _kernel.Now(), outcome, detail);
    }

    private bool HasNotArrived(Connection connection) =>
        connection.Filled == 0 && !connection.Parser.HasBegun
        && (connection.Sent == 0 || _kernel.HadEnded(connection.Fd, connection.SentBefore, connection.Received));

    /// <summary>This machine has no socket for the request: it is not sent, and the connection rests as after any other failure to connect.</summary>
    private void LeaveOut(Connection connection, string lack)
    {
        var now = _kernel.Now();
        if (connection.IsCounted)
        {
            _ledger.WasNotSent(connection.Arrival); // the second time: nothing of the first one arrived
        }

        _ledger.WasDropped(connection.Arrival, now, DropCause.LocalLimit, lack);
        Close(connection);
        Become(connection, ConnectionState.Idle);
        _busy--;
        connection.RestsUntil = now + FailureRest;
        _resting.Enqueue(connection);
    }

    private void Become(Connection connection, ConnectionState state)
    {
        _connecting += (state == ConnectionState.Connecting ? 1 : 0) - (connection.State == ConnectionState.Connecting ? 1 : 0);
        connection.State = state;
    }

    private void Close(Connection connection)
    {
        if (connection.Fd >= 0)
        {
            _kernel.Close(connection.Fd);
            connection.Fd = -1;
            connection.IsWatched = false; // by the close itself
            connection.Generation++;
            connection.Filled = 0;
        }
    }

    private static string Message(int error) => Marshal.GetPInvokeErrorMessage(error);
}
