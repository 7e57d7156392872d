using Gauntlet.LoadGenerator.Http;
using Gauntlet.LoadGenerator.Running;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Epoll;

/// <summary>
/// One thread, its connections and its share of the plan. A turn: send what is due, wait for events, handle them all. A connection whose
/// response ended is free for the next turn, so a request costs one send, one recv and its part of a wait.
/// </summary>
internal sealed partial class EpollLoop<TKernel> : IDisposable
    where TKernel : struct, IKernel
{
    private const long ConnectEvery = 200 * Clock.Microsecond;

    private readonly LoopContext _context;
    private readonly IArrivals _arrivals;
    private readonly Ledger _ledger;
    private readonly RouteBytes[] _routes;
    private readonly HeadMemo[] _memos;
    private readonly long _timeout;
    private readonly long _sweepEvery;
    private readonly int _reuse;
    private readonly Connection[] _connections;
    private readonly ConnectionRing _idle;
    private readonly ConnectionRing _resting;
    private readonly Queue<Unread> _unread = new();
    private readonly SocketAddress _address;
    private readonly long _start;
    private readonly TKernel _kernel;
    private int _busy;
    private long _nextSweep;

    public EpollLoop(LoopContext context, TKernel kernel)
    {
        _kernel = kernel;
        _start = _lookedAt = kernel.Now();
        _context = context;
        _arrivals = context.Arrivals;
        _ledger = context.Ledger;
        _routes = context.Bytes;
        _memos = [.. _routes.Select(_ => new HeadMemo())];
        _timeout = Clock.From(context.Options.Timeout);
        // Rarer than the kernel's tick: a sooner end of a wait would arm the timer anew.
        _sweepEvery = Math.Clamp(_timeout / 100, Clock.Millisecond, 100 * Clock.Millisecond);
        _reuse = context.Options.Reuse.RequestsPerConnection;
        _connections = [.. Enumerable.Range(0, context.Connections).Select(i => new Connection(i))];
        _idle = new ConnectionRing(context.Connections);
        _resting = new ConnectionRing(context.Connections);
        _address = new SocketAddress(context.Target);
    }

    public void Run()
    {
        foreach (var connection in _connections)
        {
            // The schedule spreads the connects of the open model; a closed one would open all at once.
            connection.RestsUntil = _context.IsOpen ? 0 : _start + (connection.Index * ConnectEvery);
            _resting.Enqueue(connection);
        }

        while (true)
        {
            var now = _kernel.Now();
            Release(now);
            StartDue(now);
            if (now >= _nextSweep && now - _lookedAt <= Unseen)
            {
                Sweep(now);
            }

            if (_context.Stop.IsCancellationRequested || (_arrivals.NextDue == long.MaxValue && _busy == 0))
            {
                break;
            }

            if (_readsInOrder)
            {
                ReadInOrder();
            }
            else
            {
                HandleEvents(Wait(now));
            }

            ReadOn();
        }

        DropUnsent();
    }

    public void Dispose()
    {
        foreach (var connection in _connections)
        {
            Close(connection);
        }

        _kernel.Dispose();
    }

    private void HandleEvents(int count)
    {
        var answers = 0;
        for (var i = 0; i < count; i++)
        {
            var ready = _kernel.Event(i);
            var connection = _connections[ready.Index];
            if (connection.Generation == ready.Generation)
            {
                answers += (ready.Flags & Libc.EpollIn) != 0 ? 1 : 0;
                Handle(connection, ready.Flags);
            }
        }

        ConsiderOrder(answers);
    }

    /// <summary>Sends every request that is due, as far as there are idle connections.</summary>
    private void StartDue(long now)
    {
        while (_idle.Count > 0 && _arrivals.NextDue <= now && _arrivals.TryTake(now, out var arrival))
        {
            _ledger.Taken(arrival);
            if (now - arrival.Due > _timeout)
            {
                _ledger.WasLeftWaiting(arrival, now, _caughtUp, _owed); // nobody waits that long for a request to be sent
                continue;
            }

            var connection = _idle.Dequeue();
            if (_slept && connection.Fd >= 0 && _kernel.HasNews(connection.Fd))
            {
                Close(connection); // the server did, while the loop slept, or said something unasked
            }

            _busy++;
            Begin(connection, arrival, now);
            now = _kernel.Now();
        }

        if (_idle.Count > 0)
        {
            _owed = 0;
        }
    }

    private void Release(long now)
    {
        while (_resting.Count > 0 && _resting.Peek().RestsUntil <= now)
        {
            _idle.Enqueue(_resting.Dequeue());
        }
    }

    /// <summary>Ends the requests that are past their deadline; every hundredth of it, so that no request needs a timer.</summary>
    private void Sweep(long now)
    {
        _nextSweep = now + _sweepEvery;
        foreach (var connection in _connections)
        {
            if (connection.State != ConnectionState.Idle && IsOverdue(connection, now))
            {
                TimeOut(connection);
            }
        }
    }

    private void DropUnsent()
    {
        var now = _kernel.Now();
        while (_context.IsOpen && _arrivals.TryTake(now, out var arrival))
        {
            _ledger.Taken(arrival);
            _ledger.WasDropped(arrival, now, DropCause.Stopped);
        }
    }

    /// <summary>A connection of which a turn read all that one may, and the flags of its event.</summary>
    private readonly record struct Unread(Connection Connection, uint Generation, uint Flags);
}
