namespace Gauntlet.LoadGenerator.Running;

/// <summary>When the measured part began, the same for all loops, and what the process had used up by then.</summary>
internal sealed class MeasuredWindow(long start)
{
    private readonly Lock _lock = new();
    private long _from;

    /// <summary>Start of the run, before the warm-up.</summary>
    public long Start { get; } = start;

    /// <summary>Start of the measured part; 0 before.</summary>
    public long From => Volatile.Read(ref _from);

    public bool HasBegun => From != 0;

    /// <summary>Processor time of the process at <see cref="From"/>.</summary>
    public TimeSpan ProcessorTime { get; private set; }

    /// <summary>Ticks of the machine's processors at <see cref="From"/>; null where they are not known.</summary>
    public ProcessorTicks? Ticks { get; private set; }

    /// <summary>Bytes the process had allocated at <see cref="From"/>.</summary>
    public long AllocatedBytes { get; private set; }

    /// <summary>Begins the measured part; the first loop to get here sets its start.</summary>
    public long Begin(long now)
    {
        lock (_lock)
        {
            if (_from == 0)
            {
                Ticks = ProcessorTicks.Now();
                ProcessorTime = Processor.Time();
                AllocatedBytes = GC.GetTotalAllocatedBytes(precise: true);
                Volatile.Write(ref _from, now);
            }

            return _from;
        }
    }
}
