using System.Collections.Concurrent;
using Gauntlet.LoadGenerator.Running;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Portable;

/// <summary>
/// The workers of one loop. Answers come back on pool threads, so plan and ledger are behind a lock; next to what the handler costs it is
/// nothing. In the open model one thread paces and hands each arrival to an idle worker.
/// </summary>
internal sealed class PortableLoop : IDisposable
{
    private static readonly TimeSpan ConnectEvery = TimeSpan.FromMicroseconds(200);

    private readonly Lock _lock = new();
    private readonly LoopContext _context;
    private readonly IPlatform _platform;
    private readonly long _timeout;
    private readonly List<PortableWorker> _workers;
    private readonly BlockingCollection<PortableWorker> _idle = [];
    private readonly ConcurrentDictionary<PortableWorker, Task> _underWay = [];
    private long _caughtUp;

    public PortableLoop(LoopContext context, IPlatform platform)
    {
        _context = context;
        _platform = platform;
        _timeout = Clock.From(context.Options.Timeout);
        _workers = [.. Enumerable.Range(0, context.Connections).Select(_ => new PortableWorker(context, platform))];
    }

    /// <summary>Open model: hands out every arrival when it is due and a worker is free; blocks until the last.</summary>
    public void Pace()
    {
        _workers.ForEach(_idle.Add);
        try
        {
            while (_context.Arrivals.NextDue != long.MaxValue)
            {
                var worker = TakeIdle();
                _platform.WaitUntil(_context.Arrivals.NextDue, _context.Stop);
                if (_context.Stop.IsCancellationRequested)
                {
                    break;
                }

                if (TryTake(_platform.Now(), out var arrival))
                {
                    _underWay[worker] = ServeAsync(worker, arrival);
                }
                else
                {
                    _idle.Add(worker, CancellationToken.None);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // stopped: what is due and unsent is dropped below
        }
    }

    /// <summary>Closed model: runs all workers to the end of the plan. Open model: waits for the answers that are still out.</summary>
    public async Task FinishAsync()
    {
        if (_context.IsOpen)
        {
            await Task.WhenAll(_underWay.Values).ConfigureAwait(false);
            var now = _platform.Now();
            while (_context.Arrivals.TryTake(now, out var arrival))
            {
                _context.Ledger.Taken(arrival);
                _context.Ledger.WasDropped(arrival, now, DropCause.Stopped);
            }

            return;
        }

        await Task.WhenAll(_workers.Select((worker, i) => ServeClosedAsync(worker, ConnectEvery * i))).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _workers.ForEach(worker => worker.Dispose());
        _idle.Dispose();
    }

    /// <summary>
    /// A free worker. Having to wait for one is waiting for the server, up to the moment its answer was read, unless the pool has answers it has not come to.
    /// </summary>
    private PortableWorker TakeIdle()
    {
        if (_idle.TryTake(out var free))
        {
            return free;
        }

        var isBehind = _platform.IsBehind;
        var worker = _idle.Take(_context.Stop);
        _caughtUp = isBehind ? _caughtUp : worker.EndedAt;
        return worker;
    }

    private async Task ServeClosedAsync(PortableWorker worker, TimeSpan rest)
    {
        while (!_context.Stop.IsCancellationRequested)
        {
            if (rest > TimeSpan.Zero)
            {
                await Task.Delay(rest, _platform.Timers).ConfigureAwait(false);
            }

            if (!TryTake(_platform.Now(), out var arrival))
            {
                return;
            }

            var ending = await SendAsync(worker, arrival).ConfigureAwait(false);
            var isBroken = ending is { Outcome: Outcome.ConnectRefused or Outcome.Reset or Outcome.EndOfStream } or { Lack: not null };
            rest = isBroken ? TimeSpan.FromMilliseconds(10) : TimeSpan.Zero;
        }
    }

    private async Task ServeAsync(PortableWorker worker, Arrival arrival)
    {
        await SendAsync(worker, arrival).ConfigureAwait(false);
        _idle.Add(worker);
    }

    private async Task<Ending> SendAsync(PortableWorker worker, Arrival arrival)
    {
        var (started, caughtUp) = (_platform.Now(), _caughtUp);
        var ending = await worker.SendAsync(arrival, started).ConfigureAwait(false);
        lock (_lock)
        {
            if (ending.Lack is { } lack)
            {
                _context.Ledger.WasDropped(arrival, worker.EndedAt, DropCause.LocalLimit, lack);
                return ending;
            }

            _context.Ledger.WasSent(arrival, started, caughtUp);
            if (worker.WasRetried)
            {
                _context.Ledger.Retried(arrival);
            }

            if (ending.Outcome is { } outcome)
            {
                _context.Ledger.Ended(arrival, started, worker.EndedAt, outcome);
            }
        }

        return ending;
    }

    private bool TryTake(long now, out Arrival arrival)
    {
        lock (_lock)
        {
            while (_context.Arrivals.TryTake(now, out arrival))
            {
                _context.Ledger.Taken(arrival);
                if (now - arrival.Due <= _timeout)
                {
                    return true;
                }

                _context.Ledger.WasLeftWaiting(arrival, now, _caughtUp);
            }

            return false;
        }
    }
}
