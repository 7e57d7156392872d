using System.Globalization;
using Gauntlet.Metrics.Model;

namespace Gauntlet.Reports.Load;

/// <summary>The distribution of response times as bars of block characters.</summary>
internal static class DistributionChart
{
    private const int Width = 40;
    private const int MostRows = 16;
    private const string Eighths = " ▏▎▍▌▋▊▉";

    public static IReadOnlyList<string> Lines(IReadOnlyList<DistributionBar> all)
    {
        if (all.Count == 0)
        {
            return [];
        }

        var bars = Merge(all);
        var highest = bars.Max(b => b.Count);
        var total = Math.Max(1, bars.Sum(b => b.Count));
        string[] ranges = [.. bars.Select(b => $"{Figures.Number(b.From)} – {Figures.Milliseconds(b.To)}")];
        var wide = ranges.Max(r => r.Length);
        var counts = bars.Max(b => Figures.Count(b.Count).Length);
        return
        [
            .. bars.Zip(ranges, (bar, range) => string.Create(
                CultureInfo.InvariantCulture,
                $"{range.PadLeft(wide)} │{Bar(bar.Count, highest),-Width}│ {Figures.Count(bar.Count).PadLeft(counts)} {100.0 * bar.Count / total,5:0.0} %")
                + (bar.Timeouts > 0 ? $"  {Figures.Count(bar.Timeouts)} timeouts" : "")),
        ];
    }

    /// <summary>A request is never drawn as nothing.</summary>
    private static string Bar(long count, long highest)
    {
        var eighths = count == 0 ? 0 : (int)Math.Clamp(Math.Round(8.0 * Width * count / highest), 1, 8 * Width);
        return new string('█', eighths / 8) + (eighths % 8 == 0 ? "" : Eighths[eighths % 8].ToString());
    }

    private static List<DistributionBar> Merge(IReadOnlyList<DistributionBar> bars)
    {
        var group = (bars.Count + MostRows - 1) / MostRows;
        return [.. bars.Chunk(group).Select(c => new DistributionBar(c[0].From, c[^1].To, c.Sum(b => b.Count), c.Sum(b => b.Timeouts)))];
    }
}
