using Gauntlet.Metrics.Recording;
using Gauntlet.Metrics.Statistics;

namespace Gauntlet.Metrics.Model;

/// <summary>Cuts the range of response times into bars of equal width on a logarithmic scale, as fine as fits.</summary>
internal static class DistributionBars
{
    private const int MostBars = 32;

    private static readonly int[] PerDecade = [80, 40, 20, 10, 5, 2, 1];

    public static IReadOnlyList<DistributionBar> Build(Distribution distribution, LatencyRecord record, long timeouts, TimeSpan timeout)
    {
        if (distribution.Samples == 0)
        {
            return [];
        }

        var edges = Edges(Math.Max(1, record.Min), Math.Max(1, record.Max));
        var bars = new List<DistributionBar>();
        long below = 0;
        var deadline = Math.Clamp(timeout.TotalMicroseconds, 1, Recorder.HighestMicroseconds);
        for (var i = 1; i < edges.Count; i++)
        {
            var upTo = i == edges.Count - 1 ? distribution.Samples : distribution.CountUpTo(edges[i]);

            // A timeout is recorded at its deadline or a little after it.
            var late = edges[i] >= deadline ? Math.Min(timeouts, upTo - below) : 0;
            timeouts -= late;
            bars.Add(new DistributionBar(Units.Milliseconds(edges[i - 1]), Units.Milliseconds(edges[i]), upTo - below, late));
            below = upTo;
        }

        return bars;
    }

    /// <summary>Edges in microseconds: the first below the smallest value, the last not below the largest.</summary>
    private static List<double> Edges(long min, long max)
    {
        foreach (var perDecade in PerDecade)
        {
            var first = (int)Math.Ceiling(Math.Log10(min) * perDecade) - 1;
            var last = (int)Math.Ceiling(Math.Log10(max) * perDecade);
            if (last - first <= MostBars || perDecade == 1)
            {
                return [.. Enumerable.Range(first, last - first + 1).Select(i => Rounded(Math.Pow(10, (double)i / perDecade))).Distinct()];
            }
        }

        return [];
    }

    private static double Rounded(double microseconds)
    {
        var unit = Math.Pow(10, Math.Floor(Math.Log10(microseconds)) - 2);
        return Math.Round(microseconds / unit) * unit;
    }
}
