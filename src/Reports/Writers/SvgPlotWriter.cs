using Gauntlet.ForeignText;
using Gauntlet.Reports.Plots;
using Html = Gauntlet.ForeignText.Composed<Gauntlet.ForeignText.HtmlSink>;

namespace Gauntlet.Reports.Writers;

/// <summary>Draws plots as inline SVG whose colours are the page's CSS classes, so that light and dark are one drawing.</summary>
internal static class SvgPlotWriter
{
    private const int Top = 30;
    private const int Bottom = 46;
    private const int Right = 16;

    // Widths of the page's 12 px font are not known here: 6.6 px a character is wider than nearly all text.
    private const double CharacterWidth = 6.6;
    private const double TitleCharacterWidth = 9;
    private const int TitleLine = 18;

    /// <summary>The plot as a fragment of HTML of this size in CSS pixels.</summary>
    public static Html Write(string title, Drawing plot, int width, int height)
    {
        var rows = plot.Marks.OfType<Spans>().Any();
        var most = rows ? (int)(width * 0.4 / CharacterWidth) : 12;
        var longest = plot.Y.Ticks.Select(t => Cut(t.Text, most).Length).DefaultIfEmpty(1).Max();
        var left = (int)(longest * CharacterWidth) + 34;
        var named = plot.Marks.Where(m => m.Name is not null).ToList();
        var legend = named.Count > 1 || named.Any(m => m is Line) ? 18 : 0;
        var titles = Lines(title, (int)(width / TitleCharacterWidth));
        var below = (titles.Count - 1) * TitleLine;
        height += below;
        var area = new Area(left, Top + legend + below, width - left - Right, height - Top - legend - below - Bottom);
        var svg = new Composer<HtmlSink>();
        svg.Append($"<svg class=\"plot\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\">");
        svg.Append($"<title>{title}</title>");
        svg.Append($"<text class=\"plot-title\" x=\"0\" y=\"16\">");
        foreach (var (index, line) in titles.Index())
        {
            svg.Append($"<tspan x=\"0\" dy=\"{(index == 0 ? 0 : TitleLine)}\">{line}</tspan>");
        }

        svg.Append($"</text>");
        Grid(svg, plot, area, most);
        svg.Append($"<text class=\"axis-label\" x=\"{area.Left + area.Width / 2}\" y=\"{height - 8}\" text-anchor=\"middle\">{plot.X.Label}</text>");
        svg.Append($"<text class=\"axis-label\" transform=\"translate(12 {area.Top + area.Height / 2}) rotate(-90)\" "
            + $"text-anchor=\"middle\">{plot.Y.Label}</text>");
        foreach (var mark in plot.Marks)
        {
            Draw(svg, plot, area, mark);
        }

        if (legend > 0)
        {
            Legend(svg, named, area.Left, below, width);
        }

        PlotHover.Write(svg, plot, area);
        return svg.Append($"</svg>").End();
    }

    private static void Grid(Composer<HtmlSink> svg, Drawing plot, Area area, int most)
    {
        var next = double.NegativeInfinity;
        foreach (var (at, text) in plot.X.Ticks)
        {
            var x = area.X(plot.X.Place(at));
            svg.Append($"<line class=\"grid\" x1=\"{x:0.#}\" y1=\"{area.Top}\" x2=\"{x:0.#}\" y2=\"{area.Top + area.Height}\"/>");

            // A label that would touch the one before is left out; its line stays.
            var half = text.Length * CharacterWidth / 2;
            if (x - half >= next)
            {
                var inside = Math.Min(x, area.Left + area.Width + Right - half);
                svg.Append($"<text class=\"tick\" x=\"{inside:0.#}\" y=\"{area.Top + area.Height + 16}\" text-anchor=\"middle\">{text}</text>");
                next = x + half + 6;
            }
        }

        foreach (var (at, text) in plot.Y.Ticks)
        {
            var y = area.Y(plot.Y.Place(at));
            svg.Append($"<line class=\"grid\" x1=\"{area.Left}\" y1=\"{y:0.#}\" x2=\"{area.Left + area.Width}\" y2=\"{y:0.#}\"/>");
            svg.Append($"<text class=\"tick\" x=\"{area.Left - 6}\" y=\"{y + 4:0.#}\" text-anchor=\"end\">{Cut(text, most)}</text>");
        }

        svg.Append($"<line class=\"base\" x1=\"{area.Left}\" y1=\"{area.Top + area.Height}\" x2=\"{area.Left + area.Width}\" "
            + $"y2=\"{area.Top + area.Height}\"/>");
    }

    private static void Draw(Composer<HtmlSink> svg, Drawing plot, Area area, Mark mark)
    {
        switch (mark)
        {
            case Line line:
                Path(svg, plot, area, line);
                break;
            case Bars bars:
                foreach (var (from, to, height) in bars.Boxes.Where(b => b.Height > 0))
                {
                    var (x, end, y) = (area.X(plot.X.Place(from)), area.X(plot.X.Place(to)), area.Y(plot.Y.Place(height)));

                    // One request among a million is still drawn.
                    var tall = Math.Max(1.5, area.Top + area.Height - y);
                    svg.Append($"<rect class=\"fill {bars.Style}\" x=\"{x + 0.5:0.#}\" y=\"{area.Top + area.Height - tall:0.#}\" "
                        + $"width=\"{Math.Max(1, end - x - 1):0.#}\" height=\"{tall:0.#}\"/>");
                }

                break;
            case Band band:
                var (left, right) = (area.X(plot.X.Place(band.From)), area.X(plot.X.Place(band.To)));
                svg.Append($"<rect class=\"fill band {band.Style}\" x=\"{left:0.#}\" y=\"{area.Top}\" width=\"{Math.Max(2, right - left):0.#}\" "
                    + $"height=\"{area.Height}\"/>");
                break;
            case Spans spans:
                foreach (var (row, from, to) in spans.Rows)
                {
                    var (y, x, end) = (area.Y(plot.Y.Place(row)), area.X(plot.X.Place(from)), area.X(plot.X.Place(to)));
                    svg.Append($"<line class=\"span {spans.Style}\" x1=\"{x:0.#}\" y1=\"{y:0.#}\" x2=\"{end:0.#}\" y2=\"{y:0.#}\"/>");
                    svg.Append($"<circle class=\"fill {spans.Style}\" cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"4\"/>");
                    svg.Append($"<circle class=\"ring {spans.Style}\" cx=\"{end:0.#}\" cy=\"{y:0.#}\" r=\"4\"/>");
                }

                break;
        }
    }

    private static void Path(Composer<HtmlSink> svg, Drawing plot, Area area, Line line)
    {
        var path = new Composer<HtmlSink>();
        var pen = "M";
        foreach (var (x, value) in line.Points)
        {
            if (value is not { } y)
            {
                pen = "M";
                continue;
            }

            path.Append($"{pen}{area.X(plot.X.Place(x)):0.#} {area.Y(plot.Y.Place(y)):0.#}");
            pen = "L";
        }

        svg.Append($"<path class=\"line {line.Style}\" d=\"{path.End()}\"/>");
    }

    /// <summary>One line: names share its width.</summary>
    private static void Legend(Composer<HtmlSink> svg, List<Mark> named, double x, int below, int width)
    {
        var most = Math.Max(4, (int)(((width - x) / named.Count - 33) / CharacterWidth));
        var crowded = named.Sum(mark => 33 + mark.Name!.Length * CharacterWidth) > width - x;
        foreach (var mark in named)
        {
            var name = crowded ? Cut(mark.Name!, most) : mark.Name!;
            svg.Append($"<rect class=\"fill {mark.Style}\" x=\"{x:0.#}\" y=\"{27 + below}\" width=\"12\" height=\"4\"/>");
            svg.Append($"<text class=\"tick\" x=\"{x + 17:0.#}\" y=\"{33 + below}\">{name}</text>");
            x += 17 + name.Length * CharacterWidth + 16;
        }
    }

    /// <summary>SVG has no lines of its own.</summary>
    private static List<string> Lines(string text, int most)
    {
        var lines = new List<string> { "" };
        foreach (var word in text.Split(' '))
        {
            if (lines[^1].Length > 0 && lines[^1].Length + 1 + word.Length > most)
            {
                lines.Add("");
            }

            lines[^1] += lines[^1].Length > 0 ? " " + word : word;
        }

        return lines;
    }

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";

    internal sealed record Area(double Left, double Top, double Width, double Height)
    {
        public double X(double place) => Left + Math.Clamp(place, 0, 1) * Width;

        public double Y(double place) => Top + (1 - Math.Clamp(place, 0, 1)) * Height;
    }
}
