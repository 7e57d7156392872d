using System.Runtime.CompilerServices;
using HdrHistogram;

namespace Gauntlet.Metrics.Recording;

/// <summary>
/// Counts of one kind of latency, and what counts cannot give exactly (sum, smallest and largest value). The slots are those of an HdrHistogram
/// of three digits from 1 microsecond (2,048 of width 1, then 1,024 per doubling), counted here without its calls and turned into it for reading.
/// </summary>
internal sealed class LatencyRecord
{
    private readonly long[] _counts = new long[Buckets.BucketOf(Recorder.HighestMicroseconds) + 1];

    /// <summary>What a slot holds, in microseconds.</summary>
    public static LogLinear Buckets => new(10);

    public long Sum { get; private set; }

    public long Min { get; private set; } = long.MaxValue;

    public long Max { get; private set; } = long.MinValue;

    /// <summary>Values that were outside of the range and recorded at its end.</summary>
    public long OutOfRange { get; private set; }

    public long Count { get; private set; }

    /// <summary>Records a value, clamped to the histogram's range, and returns what was recorded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Record(long microseconds)
    {
        // One unsigned comparison finds both ends: a clock may step below zero.
        if ((ulong)microseconds > Recorder.HighestMicroseconds)
        {
            microseconds = microseconds < 0 ? 0 : Recorder.HighestMicroseconds;
            OutOfRange++;
        }

        _counts[Buckets.BucketOf(microseconds)]++;
        Count++;
        Sum += microseconds;
        if (microseconds < Min)
        {
            Min = microseconds;
        }

        if (microseconds > Max)
        {
            Max = microseconds;
        }

        return microseconds;
    }

    public ReadOnlySpan<long> Counts => _counts;

    /// <summary>Sets everything that was recorded; <paramref name="counts"/> are as many as <see cref="Counts"/>.</summary>
    public void Restore(ReadOnlySpan<long> counts, long count, long sum, long min, long max, long outOfRange)
    {
        counts.CopyTo(_counts);
        (Count, Sum, Min, Max, OutOfRange) = (count, sum, min, max, outOfRange);
    }

    public void Merge(LatencyRecord other)
    {
        if (other.Count == 0)
        {
            return;
        }

        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }

        Count += other.Count;
        Sum += other.Sum;
        Min = Math.Min(Min, other.Min);
        Max = Math.Max(Max, other.Max);
        OutOfRange += other.OutOfRange;
    }

    /// <summary>The counts as a histogram of the package, exactly.</summary>
    public LongHistogram ToHistogram()
    {
        var histogram = new LongHistogram(1, Recorder.HighestMicroseconds, Recorder.SignificantDigits);
        for (var slot = 0; slot < _counts.Length; slot++)
        {
            if (_counts[slot] > 0)
            {
                histogram.RecordValueWithCount(Buckets.LowestOf(slot), _counts[slot]);
            }
        }

        return histogram;
    }
}

/// <summary>Everything that is kept of one route.</summary>
internal sealed class RouteRecord
{
    public LatencyRecord Response { get; } = new();

    public LatencyRecord Service { get; } = new();

    public long[] Outcomes { get; } = new long[Recorder.OutcomeKinds];

    /// <summary>Requests that were due and never sent, by <see cref="DropCause"/>.</summary>
    public long[] Drops { get; } = new long[Recorder.DropCauses];

    /// <summary>Requests that were never sent because the server kept all connections busy. Their wait is in <see cref="Response"/>.</summary>
    public long Unsent => Drops[(int)DropCause.ServerBusy];

    public void Merge(RouteRecord other)
    {
        Response.Merge(other.Response);
        Service.Merge(other.Service);
        for (var i = 0; i < Outcomes.Length; i++)
        {
            Outcomes[i] += other.Outcomes[i];
        }

        for (var i = 0; i < Drops.Length; i++)
        {
            Drops[i] += other.Drops[i];
        }
    }
}
