using System.Globalization;
using System.Text;
using Gauntlet.Metrics.Model;

namespace Gauntlet.Reports;

/// <summary>The distribution of response times as bars of block characters.</summary>
internal static class DistributionChart
{
    private const int Width = 40;
    private const int MostRows = 16;
    private const string Eighths = " ▏▎▍▌▋▊▉";

    public static string Render(MetricsDocument metrics)
    {
        var bars = Merge(metrics.Distribution);
        if (bars.Count == 0)
        {
            return "";
        }

        var highest = bars.Max(b => b.Count);
        var total = bars.Sum(b => b.Count);
        string[] ranges = [.. bars.Select(b => $"{Figures.Number(b.From)} – {Figures.Milliseconds(b.To)}")];
        var wide = ranges.Max(r => r.Length);
        var counts = bars.Max(b => Figures.Count(b.Count).Length);
        var text = new StringBuilder("### Distribution of response times\n\n```text\n");
        foreach (var (bar, range) in bars.Zip(ranges))
        {
            text.Append(CultureInfo.InvariantCulture, $"{range.PadLeft(wide)} │{Bar(bar.Count, highest),-Width}│ ")
                .Append(Figures.Count(bar.Count).PadLeft(counts))
                .Append(CultureInfo.InvariantCulture, $" {100.0 * bar.Count / total,5:0.0} %")
                .Append(bar.Timeouts > 0 ? $"  {Figures.Count(bar.Timeouts)} timeouts\n" : "\n");
        }

        return text.Append("```\n").ToString();
    }

    /// <summary>A request is never drawn as nothing.</summary>
    private static string Bar(long count, long highest)
    {
        var eighths = count == 0 ? 0 : Math.Max(1, (int)Math.Round(8.0 * Width * count / highest));
        return new string('█', eighths / 8) + (eighths % 8 == 0 ? "" : Eighths[eighths % 8].ToString());
    }

    private static List<DistributionBar> Merge(IReadOnlyList<DistributionBar> bars)
    {
        var group = (bars.Count + MostRows - 1) / MostRows;
        return group == 0 ? [] : [.. bars.Chunk(group).Select(c => new DistributionBar(c[0].From, c[^1].To, c.Sum(b => b.Count), c.Sum(b => b.Timeouts)))];
    }
}
