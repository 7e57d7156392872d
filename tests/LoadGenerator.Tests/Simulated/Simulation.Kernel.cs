using Gauntlet.LoadGenerator.Epoll;

namespace Gauntlet.LoadGenerator.Tests.Simulated;

internal sealed partial class Simulation
{
    private const int ConnectionRefused = 111;
    private const int MostEvents = 256;
    private const int MostCalls = 20_000_000; // a run that makes more goes round in circles

    private readonly Dictionary<int, SimulatedConnection> _sockets = [];
    private int _lastSocket = 2; // after the standard streams
    private int _opened;
    private int _calls;
    private long _queued;
    private long _standsStill;

    internal int LastError { get; private set; }

    internal List<Readiness> Events { get; } = new(MostEvents);

    /// <summary>The watched connections that have an edge.</summary>
    internal List<SimulatedConnection> Ready { get; } = [];

    internal int Open()
    {
        Enter();
        if (_sockets.Count == MostSockets || !HasSocket(_opened + 1))
        {
            _opened++;
            return Result(-Libc.Files);
        }

        _sockets.Add(++_lastSocket, new SimulatedConnection(this, ++_opened));
        return _lastSocket;
    }

    internal int Connect(int socket)
    {
        var connection = Call(socket);
        Clock.After(Wire, () => Meet(connection));
        return Result(-Libc.InProgress);
    }

    internal void Close(int socket)
    {
        Call(socket).Unwatch();
        _sockets.Remove(socket);
    }

    /// <summary>Enters the kernel with a socket.</summary>
    internal SimulatedConnection Call(int socket)
    {
        Enter();
        return _sockets[socket];
    }

    /// <summary>A result in the form of the C library: an errno below 0 becomes -1.</summary>
    internal int Result(int result)
    {
        if (result >= 0)
        {
            return result;
        }

        LastError = -result;
        return -1;
    }

    internal int Wait(long nanoseconds)
    {
        Enter();
        var end = Clock.Now + nanoseconds;
        var sleeps = nanoseconds > 0 && Ready.Count == 0;
        while (Ready.Count == 0 && Clock.Now < end)
        {
            Clock.AdvanceTo(Math.Min(Clock.Next, end));
        }

        if (sleeps)
        {
            WakeUp();
        }

        Events.Clear();
        Events.AddRange(Ready.Take(MostEvents).Select(connection => connection.TakeEvent()));
        Ready.RemoveRange(0, Events.Count);
        return Events.Count;
    }

    internal void Sleep(long nanoseconds)
    {
        Enter();
        Sleeps++;
        Clock.Advance(nanoseconds);
        WakeUp();
    }

    internal long TakeQueued()
    {
        Enter();
        var queued = _queued;
        _queued = 0;
        return queued;
    }

    private void Enter()
    {
        if (++_calls > MostCalls)
        {
            throw new InvalidOperationException($"the run does not end: {MostCalls} calls, {Requests} requests");
        }

        Clock.Advance(CallTakes + _standsStill);
        _standsStill = 0;
    }

    private void WakeUp()
    {
        WakeUps++;
        _queued += WakeTakes;
        Clock.Advance(WakeTakes);
    }

    private void Meet(SimulatedConnection connection)
    {
        switch (Greet(connection))
        {
            case Welcome.Accept:
                Connections++;
                connection.Accept();
                break;
            case Welcome.Refuse:
                connection.Break(ConnectionRefused);
                break;
        }
    }
}
