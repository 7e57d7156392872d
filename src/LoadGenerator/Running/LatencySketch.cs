using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Running;

/// <summary>
/// Response times for the live display: 64 buckets per power of two (1.6 %). One thread adds, another may read at any time and then
/// sees a count or two less.
/// </summary>
internal sealed class LatencySketch
{
    private const long Highest = (1L << 47) - 1;

    private readonly long[] _counts = new long[Buckets.BucketOf(Highest) + 1];

    private static LogLinear Buckets => new(6);

    public void Add(long nanoseconds) => _counts[Buckets.BucketOf(Math.Clamp(nanoseconds, 1, Highest))]++;

    /// <summary>The quantile over several sketches in nanoseconds; null without a sample.</summary>
    public static long? Quantile(IReadOnlyList<LatencySketch> sketches, double quantile)
    {
        var sums = new long[sketches[0]._counts.Length];
        foreach (var sketch in sketches)
        {
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] += Volatile.Read(ref sketch._counts[i]);
            }
        }

        var rank = (long)Math.Ceiling(sums.Sum() * quantile);
        if (rank == 0)
        {
            return null;
        }

        var bucket = 0;
        for (var seen = sums[0]; seen < rank; seen += sums[bucket])
        {
            bucket++;
        }

        return Buckets.LowestOf(bucket);
    }
}
