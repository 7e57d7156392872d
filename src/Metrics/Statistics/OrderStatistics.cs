namespace Gauntlet.Metrics.Statistics;

/// <summary>
/// Distribution-free interval of a quantile from two order statistics, by the normal approximation of the binomial:
/// W. J. Conover, Practical Nonparametric Statistics, 3rd ed. (1999), section 3.2. It takes samples for independent.
/// </summary>
internal static class OrderStatistics
{
    private const double Z = 1.959963984540054;

    /// <summary>1-based ranks of the ends of the 95 % interval.</summary>
    public static (long Low, long High) Ranks(decimal percentile, long samples)
    {
        var p = (double)percentile / 100;
        var half = Z * Math.Sqrt(samples * p * (1 - p));
        return (Math.Clamp((long)Math.Ceiling(samples * p - half), 1, samples), Math.Clamp((long)Math.Ceiling(samples * p + half), 1, samples));
    }

    public static (long Low, long High)? Interval(Distribution distribution, decimal percentile)
    {
        var (low, high) = Ranks(percentile, distribution.Samples);
        return ((long)distribution.At(100m * low / distribution.Samples), (long)distribution.At(100m * high / distribution.Samples));
    }
}
