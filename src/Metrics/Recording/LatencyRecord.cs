using HdrHistogram;

namespace Gauntlet.Metrics.Recording;

/// <summary>Counts of one kind of latency: a histogram, and what it cannot give exactly (sum, smallest and largest value).</summary>
internal sealed class LatencyRecord
{
    public LongHistogram Histogram { get; } = new(1, Recorder.HighestMicroseconds, Recorder.SignificantDigits);

    public long Sum { get; private set; }

    public long Min { get; private set; } = long.MaxValue;

    public long Max { get; private set; } = long.MinValue;

    /// <summary>Values that were outside of the range and recorded at its end.</summary>
    public long OutOfRange { get; private set; }

    public long Count => Histogram.TotalCount;

    /// <summary>Records a value, clamped to the histogram's range, and returns what was recorded.</summary>
    public long Record(long microseconds)
    {
        // One unsigned comparison finds both ends: the package throws above its range, and a clock may step below zero.
        if ((ulong)microseconds > Recorder.HighestMicroseconds)
        {
            microseconds = microseconds < 0 ? 0 : Recorder.HighestMicroseconds;
            OutOfRange++;
        }

        Histogram.RecordValue(microseconds);
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

    public void Merge(LatencyRecord other)
    {
        if (other.Count == 0)
        {
            return;
        }

        Histogram.Add(other.Histogram);
        Sum += other.Sum;
        Min = Math.Min(Min, other.Min);
        Max = Math.Max(Max, other.Max);
        OutOfRange += other.OutOfRange;
    }
}

/// <summary>Everything that is kept of one route.</summary>
internal sealed class RouteRecord
{
    public LatencyRecord Response { get; } = new();

    public LatencyRecord Service { get; } = new();

    public long[] Outcomes { get; } = new long[Recorder.OutcomeKinds];

    public void Merge(RouteRecord other)
    {
        Response.Merge(other.Response);
        Service.Merge(other.Service);
        for (var i = 0; i < Outcomes.Length; i++)
        {
            Outcomes[i] += other.Outcomes[i];
        }
    }
}
