using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Running;

/// <summary>What one loop has to account for. One thread writes; the counters may be read while it runs.</summary>
internal sealed class Ledger(MeasuredWindow window, LoadOptions options, Recorder recorder, FailureLog failures)
{
    private readonly bool _isOpen = options.Model == LoadModel.Open;
    // What a loop takes at most to come to a free connection, as long as it counts as being on time.
    private const long Turn = 10 * Clock.Millisecond;

    private readonly long _timeout = Clock.From(options.Timeout);
    private long _completed;
    private long _failed;
    private long _warmUp;

    public Recorder Recorded => recorder;

    public LatencySketch Live { get; } = new();

    /// <summary>Every request of the measured part; null where nobody asks for them.</summary>
    public List<RequestSample>? Requests { get; init; }

    /// <summary>Requests that the plan had due; counted apart from what was done with them.</summary>
    public long Scheduled { get; private set; }

    public long Sent { get; private set; }

    public long Completed => Volatile.Read(ref _completed);

    public long Failed => Volatile.Read(ref _failed);

    public long WarmUpRequests => Volatile.Read(ref _warmUp);

    public long Dropped { get; private set; }

    public long IdleRetries { get; private set; }

    /// <summary>Requests sent that have not ended; when the loop has ended, those it was stopped in.</summary>
    public long Pending => Sent - _completed - _failed;

    public long LateReads { get; private set; }

    public long LongestPause { get; private set; }

    /// <summary>The last moment at which a measured request was sent, and at which one ended.</summary>
    public long LastSent { get; private set; }

    public long LastEnded { get; private set; }

    public void Taken(in Arrival arrival)
    {
        Scheduled += arrival.Measured ? 1 : 0;
    }

    /// <summary>
    /// A request goes out. Its lag is what the generator itself was late: from when it was due, or from <paramref name="caughtUp"/> if that is
    /// later, the last moment at which every connection was busy and the loop could do nothing but wait for the server; but no less than the pauses of the
    /// loop itself (<paramref name="owed"/>) from which it has not recovered: what waits behind them would not wait without them.
    /// </summary>
    public void WasSent(in Arrival arrival, long now, long caughtUp, long owed = 0)
    {
        if (!arrival.Measured)
        {
            _warmUp++;
            return;
        }

        Sent++;
        LastSent = Math.Max(LastSent, now);
        if (_isOpen)
        {
            recorder.RecordLag(Math.Max(now - Math.Max(arrival.Due, caughtUp), Math.Min(owed, now - arrival.Due)) / Clock.Microsecond);
        }
    }

    /// <summary>A request that was booked as sent is not, after all.</summary>
    public void WasNotSent(in Arrival arrival) => Sent -= arrival.Measured ? 1 : 0;

    /// <summary>
    /// A request that waited for longer than its timeout to be sent is given up. It is the server's doing where no connection was free for so long, and the
    /// generator's where one was and it did not come to it, or would have without its own pauses (<paramref name="owed"/>).
    /// </summary>
    public void WasLeftWaiting(in Arrival arrival, long now, long caughtUp, long owed = 0) =>
        WasDropped(
            arrival, now,
            now - arrival.Due - owed > _timeout && caughtUp > arrival.Due
                && (caughtUp - arrival.Due > _timeout || now - caughtUp <= Math.Min(Turn, _timeout / 10))
                ? DropCause.ServerBusy : DropCause.GeneratorLate);

    /// <summary>A request that was due is never sent.</summary>
    public void WasDropped(in Arrival arrival, long now, DropCause cause, string? detail = null)
    {
        if (!arrival.Measured)
        {
            return;
        }

        Dropped++;
        recorder.RecordDrop(arrival.Route, SecondOf(arrival), (now - arrival.Due) / Clock.Microsecond, cause);
        failures.Add(arrival, now, cause, detail);
        if (cause == DropCause.ServerBusy)
        {
            Live.Add(now - arrival.Due);
            Keep(arrival, now, null);
        }
    }

    /// <summary>An answer to a request during which the loop stood still: its times hold up to all of that pause.</summary>
    public void WasReadLate(in Arrival arrival, long pause)
    {
        if (arrival.Measured)
        {
            LateReads++;
            LongestPause = Math.Max(LongestPause, pause);
        }
    }

    public void Retried(in Arrival arrival)
    {
        if (arrival.Measured)
        {
            IdleRetries++;
        }
    }

    public void Ended(in Arrival arrival, long started, long now, Outcome outcome)
    {
        if (!arrival.Measured)
        {
            return;
        }

        if (outcome == Outcome.Success)
        {
            _completed++;
        }
        else
        {
            _failed++;
        }

        LastEnded = now;
        var response = now - arrival.Due;
        recorder.Record(arrival.Route, SecondOf(arrival), response / Clock.Microsecond, (now - started) / Clock.Microsecond, outcome);
        Live.Add(response);
        Keep(arrival, now, outcome);
    }

    private void Keep(in Arrival arrival, long now, Outcome? outcome) =>
        Requests?.Add(new RequestSample(Clock.ToTimeSpan(arrival.Due - window.From), Clock.ToTimeSpan(now - arrival.Due), arrival.Route, outcome));

    private int SecondOf(in Arrival arrival) => Math.Max(0, (int)((arrival.Due - window.From) / Clock.Second));
}
