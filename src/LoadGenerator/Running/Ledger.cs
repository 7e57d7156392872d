using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Running;

/// <summary>What one loop has to account for. One thread writes; the counters may be read while it runs.</summary>
internal sealed class Ledger(MeasuredWindow window, bool isOpen, Recorder recorder)
{
    private long _completed;
    private long _failed;
    private long _warmUp;

    public Recorder Recorded => recorder;

    public LatencySketch Live { get; } = new();

    public long Scheduled { get; private set; }

    public long Completed => Volatile.Read(ref _completed);

    public long Failed => Volatile.Read(ref _failed);

    public long WarmUpRequests => Volatile.Read(ref _warmUp);

    public long Dropped { get; private set; }

    public long IdleRetries { get; private set; }

    /// <summary>Requests taken and neither ended nor dropped; when the loop has ended, those it was stopped in.</summary>
    public long Pending => Scheduled - _completed - _failed - Dropped;

    /// <summary>The last moment at which a measured request was sent, and at which one ended.</summary>
    public long LastSent { get; private set; }

    public long LastEnded { get; private set; }

    public void Taken(in Arrival arrival)
    {
        if (arrival.Measured)
        {
            Scheduled++;
        }
        else
        {
            _warmUp++;
        }
    }

    /// <summary>
    /// A request goes out. Its lag is what the generator itself was late: from when it was due, or from <paramref name="caughtUp"/> if that is
    /// later, the last moment at which every connection was busy and the loop could do nothing but wait for the server.
    /// </summary>
    public void Sent(in Arrival arrival, long now, long caughtUp)
    {
        if (arrival.Measured)
        {
            LastSent = now;
            if (isOpen)
            {
                recorder.RecordLag((now - Math.Max(arrival.Due, caughtUp)) / Clock.Microsecond);
            }
        }
    }

    public void WasDropped(in Arrival arrival)
    {
        if (arrival.Measured)
        {
            Dropped++;
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
        var second = (int)((arrival.Due - window.From) / Clock.Second);
        recorder.Record(arrival.Route, Math.Max(0, second), response / Clock.Microsecond, (now - started) / Clock.Microsecond, outcome);
        Live.Add(response);
    }
}
