using Gauntlet.ForeignText;
using Gauntlet.Metrics.Model;
using Gauntlet.Reports.Plots;
using Html = Gauntlet.ForeignText.Composed<Gauntlet.ForeignText.HtmlSink>;

namespace Gauntlet.Reports.Writers;

/// <summary>A report as one HTML file that loads nothing: no script, no font, no style from elsewhere.</summary>
public static class HtmlWriter
{
    /// <summary>Characters above which a cell is a text, which needs room to wrap.</summary>
    private const int MostOfAWord = 30;

    /// <summary>The page.</summary>
    public static string Write(Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var html = new Composer<HtmlSink>().Append($"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Append($"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">")
            .Append($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">")
            .Append($"<title>{document.Verdict} · Gauntlet {document.Run}</title><style>{HtmlStyle.Css}</style></head><body><main>");
        Head(html, document);
        foreach (var section in document.Sections)
        {
            Section(html, section);
        }

        return html.Append($"</main></body></html>\n").End().Text;
    }

    private static void Head(Composer<HtmlSink> html, Document document)
    {
        html.Append($"<header class=\"{document.Outcome?.ToString().ToLowerInvariant()}\"><h1>{document.Verdict}</h1>");
        if (document.Meaning.Length > 0)
        {
            html.Append($"<p>{document.Meaning}</p>");
        }

        List(html, document.Reasons, "reasons");
        if (document.Headline is { } headline)
        {
            html.Append($"<p class=\"headline\">{headline}</p>");
        }

        if (document.Since is { } since)
        {
            html.Append($"<p>{since}</p>");
        }

        html.Append($"<p class=\"run\">{string.Join(" · ", document.Origin)}</p></header>");
        List(html, document.Notes, "notes");
    }

    private static void List(Composer<HtmlSink> html, IReadOnlyList<string> points, string style)
    {
        if (points.Count == 0)
        {
            return;
        }

        html.Append($"<ul class=\"{style}\">");
        foreach (var point in points)
        {
            html.Append($"<li>{point}</li>");
        }

        html.Append($"</ul>");
    }

    private static void Section(Composer<HtmlSink> html, Section section)
    {
        var isFolded = section.Fold == Fold.Always;
        html.Append((isFolded, section.Title) switch
        {
            (true, var title) => HtmlSink.Compose($"<section><details><summary>{title}</summary>"),
            (false, { } title) => HtmlSink.Compose($"<section><h2>{title}</h2>"),
            _ => HtmlSink.Compose($"<section>"),
        });
        foreach (var block in section.Blocks.Where(block => block is not Plot))
        {
            Block(html, block);
        }

        if (section.Blocks.OfType<Plot>().ToArray() is { Length: > 0 } plots)
        {
            html.Append($"<div class=\"plots\">").AppendJoin(default, plots.Select(Figure)).Append($"</div>");
        }

        html.Append(isFolded ? HtmlSink.Compose($"</details></section>") : HtmlSink.Compose($"</section>"));
    }

    private static void Block(Composer<HtmlSink> html, Block block)
    {
        switch (block)
        {
            case Paragraph { IsSmall: true } paragraph:
                html.Append($"<p class=\"small\">{paragraph.Text}</p>");
                break;
            case Paragraph paragraph:
                html.Append($"<p>{paragraph.Text}</p>");
                break;
            case Lines lines:
                html.Append($"<pre>{string.Join('\n', lines.All)}</pre>");
                break;
            case FileLinks files:
                var links = files.All.Select(file => HtmlSink.Compose($"<a href=\"{file.Path}\">{file.Name}</a>"));
                html.Append($"<p>Files: ").AppendJoin(HtmlSink.Compose($", "), links).Append($".</p>");
                break;
            case Table table:
                Table(html, table);
                break;
        }
    }

    /// <summary>Text does not shrink with a drawing: a phone gets one of its own.</summary>
    private static Html Figure(Plot plot)
    {
        var drawing = plot.Draw();
        var rows = drawing.Marks.OfType<Spans>().Select(s => s.Rows.Count).FirstOrDefault();
        var height = rows > 0 ? 96 + rows * 24 : 300;
        var (wide, narrow) = (SvgPlotWriter.Write(plot.Title, drawing, 600, height), SvgPlotWriter.Write(plot.Title, drawing, 340, Math.Max(height, 240)));
        return HtmlSink.Compose($"<figure><div class=\"wide\">{wide}</div><div class=\"narrow\">{narrow}</div></figure>");
    }

    private static void Table(Composer<HtmlSink> html, Table table)
    {
        if (table.Below is { } below)
        {
            html.Append($"<p class=\"small\">Small below a figure: {below}.</p>");
        }

        html.Append($"<div class=\"scroll\" tabindex=\"0\"><table>");
        if (table.Columns.Any(column => column.Head.Length > 0))
        {
            html.Append($"<thead><tr>").AppendJoin(default, table.Columns.Select(column => HtmlSink.Compose($"<th scope=\"col\">{column.Head}</th>")))
                .Append($"</tr></thead>");
        }

        html.Append($"<tbody>");
        foreach (var row in table.All)
        {
            var marked = row.Select(cell => cell.Outcome).FirstOrDefault(outcome => outcome is not null and not CheckOutcome.Pass);
            html.Append(marked is { } outcome ? HtmlSink.Compose($"<tr class=\"{outcome.ToString().ToLowerInvariant()}\">") : HtmlSink.Compose($"<tr>"))
                .Append($"<th scope=\"row\">{row[0].Text}</th>").AppendJoin(default, row.Zip(table.Columns).Skip(1).Select(Cell)).Append($"</tr>");
        }

        html.Append($"</tbody></table></div>");
    }

    private static Html Cell((Cell Cell, Column Column) at)
    {
        var below = at.Cell.Below is { } text ? HtmlSink.Compose($"<small>{text}</small>") : default;
        var style = at.Column.IsFigure ? HtmlSink.Compose($" class=\"figure\"")
            : at.Cell.Text.Length > MostOfAWord ? HtmlSink.Compose($" class=\"text\"") : default;
        return HtmlSink.Compose($"<td{style}>{at.Cell.Text}{below}</td>");
    }
}
