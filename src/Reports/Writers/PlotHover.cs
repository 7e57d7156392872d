using System.Globalization;
using Gauntlet.ForeignText;
using Gauntlet.Reports.Plots;

namespace Gauntlet.Reports.Writers;

/// <summary>The values of a plot where the pointer is, in the browser's own tooltips: an empty box over each of its places, without a script.</summary>
internal static class PlotHover
{
    /// <summary>More would be narrower than a pointer is exact.</summary>
    private const int MostPlaces = 200;

    public static void Write(Composer<HtmlSink> svg, Drawing plot, SvgPlotWriter.Area area)
    {
        foreach (var row in plot.Marks.OfType<Spans>().SelectMany(spans => spans.Rows))
        {
            var name = plot.Y.Ticks.FirstOrDefault(tick => tick.At == row.Row).Text;
            var y = area.Y(plot.Y.Place(row.Row));
            Box(svg, area.Left, y - 10, area.Width, 20, $"{name}\n{plot.X.Label}: {Text(row.From)} – {Text(row.To)}");
        }

        var places = Places(plot).ToList();
        for (var i = 0; i < places.Count; i += (places.Count + MostPlaces - 1) / MostPlaces)
        {
            var (from, to, at, values) = places[i];
            var (left, right) = (area.X(plot.X.Place(from)), area.X(plot.X.Place(to)));
            var lines = values.Select(value => $"{value.Name ?? plot.Y.Label}: {Text(value.Y)}");
            Box(svg, left, area.Top, Math.Max(1, right - left), area.Height, $"{plot.X.Label}: {at}\n{string.Join('\n', lines)}");
        }
    }

    private static void Box(Composer<HtmlSink> svg, double x, double y, double width, double height, string text) =>
        svg.Append($"<rect class=\"hover\" x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{width:0.#}\" height=\"{height:0.#}\"><title>{text}</title></rect>");

    /// <summary>Bars have their places; of lines each reaches half way to its neighbours.</summary>
    private static IEnumerable<(double From, double To, string At, IEnumerable<(string? Name, double Y)> Values)> Places(Drawing plot)
    {
        var bars = plot.Marks.OfType<Bars>().ToList();
        if (bars.Count > 0)
        {
            return bars[0].Boxes.Select((box, i) => (box.From, box.To, $"{Text(box.From)} – {Text(box.To)}",
                bars.Where(mark => i < mark.Boxes.Count).Select(mark => (mark.Name, mark.Boxes[i].Height))));
        }

        var lines = plot.Marks.OfType<Line>().Where(line => line.Points.Count > 2).ToList();
        var at = lines.SelectMany(line => line.Points).Where(point => point.Y is not null).Select(point => point.X).Distinct().Order().ToList();
        return at.Select((x, i) => (
            i == 0 ? x : (at[i - 1] + x) / 2, i == at.Count - 1 ? x : (x + at[i + 1]) / 2, Text(x),
            lines.SelectMany(line => line.Points.Where(point => point.X == x && point.Y is not null).Take(1).Select(point => (line.Name, point.Y!.Value)))));
    }

    private static string Text(double value) => value.ToString(Math.Abs(value) >= 100 ? "0" : "0.###", CultureInfo.InvariantCulture);
}
