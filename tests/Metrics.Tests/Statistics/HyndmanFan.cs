namespace Gauntlet.Metrics.Tests.Statistics;

/// <summary>
/// The nine sample quantiles of R. J. Hyndman and Y. Fan, "Sample quantiles in statistical packages", American Statistician 50 (1996) 361-365:
/// Q(p) = (1 - gamma) X(j) + gamma X(j+1) with j = floor(np + m), g = np + m - j. Decimal arithmetic, so that g = 0 means what it says.
/// </summary>
internal static class HyndmanFan
{
    public static double Quantile(IReadOnlyList<double> sorted, decimal p, int definition)
    {
        var m = definition switch
        {
            1 or 2 or 4 => 0m,
            3 => -0.5m,
            5 => 0.5m,
            6 => p,
            7 => 1 - p,
            8 => (p + 1) / 3,
            9 => p / 4 + 0.375m,
            _ => throw new ArgumentOutOfRangeException(nameof(definition)),
        };
        var position = sorted.Count * p + m;
        var j = Math.Floor(position);
        var g = position - j;
        var gamma = definition switch
        {
            1 => g == 0 ? 0 : 1,
            2 => g == 0 ? 0.5m : 1,
            3 => g == 0 && j % 2 == 0 ? 0 : 1,
            _ => g,
        };
        return (double)(1 - gamma) * At(sorted, j) + (double)gamma * At(sorted, j + 1);
    }

    private static double At(IReadOnlyList<double> sorted, decimal rank) => sorted[(int)Math.Clamp(rank, 1, sorted.Count) - 1];
}
