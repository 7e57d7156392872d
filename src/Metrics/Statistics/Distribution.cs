using Gauntlet.Metrics.Recording;
using MathNet.Numerics.Statistics;

namespace Gauntlet.Metrics.Statistics;

/// <summary>A set of latencies that percentiles can be read from, in microseconds.</summary>
internal abstract class Distribution
{
    public abstract long Samples { get; }

    /// <summary>The value at a percentile in (0, 100); the set must not be empty.</summary>
    public abstract double At(decimal percentile);

    /// <summary>How many samples are at most <paramref name="microseconds"/>.</summary>
    public abstract long CountUpTo(double microseconds);
}

/// <summary>Every sample, sorted; percentiles by MathNet.</summary>
internal sealed class RawDistribution(double[] sorted, QuantileDefinition definition = QuantileDefinition.R1) : Distribution
{
    public override long Samples => sorted.Length;

    /// <summary>Sorts whole microseconds; they are exact in a double.</summary>
    public static RawDistribution Of(int[] microseconds, QuantileDefinition definition = QuantileDefinition.R1)
    {
        Array.Sort(microseconds);
        return new RawDistribution(Array.ConvertAll(microseconds, m => (double)m), definition);
    }

    public override double At(decimal percentile)
    {
        // n * 0.07 is above 7 for n = 100 in binary: the middle of the rank's interval means the same rank to R1, free of rounding.
        var tau = definition == QuantileDefinition.R1
            ? (Percentile.RankOf(percentile, Samples) - 0.5) / Samples
            : (double)(percentile / 100m);
        return SortedArrayStatistics.QuantileCustom(sorted, tau, definition);
    }

    public override long CountUpTo(double microseconds)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = sorted[middle] <= microseconds ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}

/// <summary>
/// A histogram's counts, walked by nearest rank: the package's own percentile rounds the rank to nearest instead. A value is reported as the largest
/// of its bucket, never above the largest that was recorded.
/// </summary>
internal sealed class HistogramDistribution : Distribution
{
    private readonly long[] _values;
    private readonly long[] _cumulative;
    private readonly long _max;

    public HistogramDistribution(LatencyRecord record)
    {
        var values = new List<long>();
        var cumulative = new List<long>();
        foreach (var step in record.ToHistogram().RecordedValues())
        {
            values.Add(step.ValueIteratedTo);
            cumulative.Add(step.TotalCountToThisValue);
        }

        (_values, _cumulative, _max) = ([.. values], [.. cumulative], record.Max);
    }

    public override long Samples => _cumulative is [] ? 0 : _cumulative[^1];

    public override double At(decimal percentile)
    {
        var index = Array.BinarySearch(_cumulative, Percentile.RankOf(percentile, Samples));
        return Math.Min(_values[index < 0 ? ~index : index], _max);
    }

    public override long CountUpTo(double microseconds)
    {
        var index = Array.BinarySearch(_values, (long)microseconds);
        var last = index < 0 ? ~index - 1 : index;
        return last < 0 ? 0 : microseconds >= _max ? Samples : _cumulative[last];
    }
}
