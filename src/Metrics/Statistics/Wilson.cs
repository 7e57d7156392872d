namespace Gauntlet.Metrics.Statistics;

/// <summary>
/// The score interval of a proportion: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927) 209-212.
/// </summary>
internal static class Wilson
{
    /// <summary>Two-sided normal quantile of 95 %.</summary>
    private const double Z = 1.959963984540054;

    /// <summary>The 95 % interval of <paramref name="hits"/> out of <paramref name="trials"/>, both ends within 0..1; no trial has no interval.</summary>
    public static (double Low, double High)? Interval(long hits, long trials)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(hits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hits, trials);
        if (trials == 0)
        {
            return null;
        }

        var p = (double)hits / trials;
        var spread = Z * Z / trials;
        var centre = p + spread / 2;
        var half = Z * Math.Sqrt(p * (1 - p) / trials + spread / trials / 4);
        var scale = 1 + spread;

        // At the ends the formula is exact in theory and off by a rounding error in practice.
        return (hits == 0 ? 0 : (centre - half) / scale, hits == trials ? 1 : (centre + half) / scale);
    }
}
