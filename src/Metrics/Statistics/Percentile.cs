using System.Globalization;

namespace Gauntlet.Metrics.Statistics;

/// <summary>Rules that hold for every percentile, whatever it is read from. Percentiles are decimals in (0, 100): 99.9 is exact.</summary>
public static class Percentile
{
    /// <summary>Samples that must lie above a percentile for it to be printed.</summary>
    public const int SamplesAbove = 10;

    /// <summary>The percentiles of every report.</summary>
    public static IReadOnlyList<decimal> Standard { get; } = [50m, 90m, 95m, 99m, 99.9m];

    /// <summary>Nearest rank (Hyndman and Fan's definition 1), 1-based: ceil(p n / 100), exact in decimal arithmetic.</summary>
    public static long RankOf(decimal percentile, long samples) => Math.Clamp((long)Math.Ceiling(percentile * samples / 100m), 1, samples);

    /// <summary>True when at least ten samples lie above: n (1 - p) >= 10.</summary>
    public static bool IsSupported(decimal percentile, long samples) => samples * (100m - percentile) >= SamplesAbove * 100m;

    /// <summary>The fewest samples that support a percentile.</summary>
    public static long Needs(decimal percentile) => (long)Math.Ceiling(SamplesAbove * 100m / (100m - percentile));

    /// <summary>"p99.9".</summary>
    public static string Name(decimal percentile) => "p" + percentile.ToString("0.############", CultureInfo.InvariantCulture);
}
