namespace Gauntlet.Metrics.Recording;

/// <summary>Latencies counted in buckets of somebody else's choice.</summary>
/// <param name="Counts">Of each bucket: up to its bound, and in the last one above all bounds. Not cumulative.</param>
/// <param name="SumSeconds">Of all values, exactly.</param>
public sealed record LatencyHistogram(IReadOnlyList<long> Counts, double SumSeconds)
{
    /// <summary>All values.</summary>
    public long Count => Counts.Sum();

    /// <summary>Counts what was recorded; a value at most 0.1 % above a bound may be counted as being below it.</summary>
    /// <param name="record">What was recorded.</param>
    /// <param name="boundsSeconds">Upper bounds, included, ascending.</param>
    internal static LatencyHistogram Of(LatencyRecord record, IReadOnlyList<double> boundsSeconds)
    {
        var counts = new long[boundsSeconds.Count + 1];
        int[] last = [.. boundsSeconds.Select(bound => LatencyRecord.Buckets.BucketOf((long)Math.Round(bound * 1_000_000)))];
        for (var (slot, bucket) = (0, 0); slot < record.Counts.Length; slot++)
        {
            while (bucket < last.Length && slot > last[bucket])
            {
                bucket++;
            }

            counts[bucket] += record.Counts[slot];
        }

        return new LatencyHistogram(counts, record.Sum / 1_000_000.0);
    }
}

// What was recorded, in buckets.
public sealed partial class Recorder
{
    /// <summary>Response times of a route, those of requests that were never sent because of the server included.</summary>
    /// <param name="route">Its number.</param>
    /// <param name="boundsSeconds">Upper bounds, included, ascending.</param>
    public LatencyHistogram ResponseTimes(int route, IReadOnlyList<double> boundsSeconds) => LatencyHistogram.Of(_routes[route].Response, boundsSeconds);

    /// <summary>Service times of a route.</summary>
    public LatencyHistogram ServiceTimes(int route, IReadOnlyList<double> boundsSeconds) => LatencyHistogram.Of(_routes[route].Service, boundsSeconds);

    /// <summary>How late the generator itself was with each request.</summary>
    public LatencyHistogram SendLags(IReadOnlyList<double> boundsSeconds) => LatencyHistogram.Of(Lag, boundsSeconds);
}
