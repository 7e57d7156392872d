using System.Net;
using System.Text;
using Gauntlet.Reports.Plots;

namespace Gauntlet.Reports.Writers;

/// <summary>A report as one HTML file that loads nothing: no script, no font, no style from elsewhere.</summary>
public static class HtmlWriter
{
    /// <summary>The page.</summary>
    public static string Write(Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var html = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        html.Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">");
        html.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">");
        html.Append($"<title>{Text(document.Verdict)} · Gauntlet {Text(document.Run)}</title><style>{HtmlStyle.Css}</style></head><body><main>");
        Head(html, document);
        foreach (var section in document.Sections)
        {
            Section(html, section);
        }

        return html.Append("</main></body></html>\n").ToString();
    }

    private static void Head(StringBuilder html, Document document)
    {
        html.Append($"<header class=\"{document.Outcome?.ToString().ToLowerInvariant()}\"><h1>{Text(document.Verdict)}</h1>");
        List(html, document.Reasons, "reasons");
        html.Append(document.Headline is { } headline ? $"<p class=\"headline\">{Text(headline)}</p>" : "");
        html.Append("<p class=\"run\">").AppendJoin(" · ", document.Origin.Select(Text)).Append("</p></header>");
        List(html, document.Notes, "notes");
    }

    private static void List(StringBuilder html, IReadOnlyList<string> points, string style)
    {
        if (points.Count > 0)
        {
            html.Append($"<ul class=\"{style}\">").AppendJoin("", points.Select(point => $"<li>{Text(point)}</li>")).Append("</ul>");
        }
    }

    private static void Section(StringBuilder html, Section section)
    {
        var isFolded = section.Fold == Fold.Always;
        html.Append("<section>").Append((isFolded, section.Title) switch
        {
            (true, var title) => $"<details><summary>{Text(title ?? "")}</summary>",
            (false, { } title) => $"<h2>{Text(title)}</h2>",
            _ => "",
        });
        foreach (var block in section.Blocks.Where(block => block is not Plot))
        {
            Block(html, block);
        }

        if (section.Blocks.OfType<Plot>().ToArray() is { Length: > 0 } plots)
        {
            html.Append("<div class=\"plots\">").AppendJoin("", plots.Select(Figure)).Append("</div>");
        }

        html.Append(isFolded ? "</details></section>" : "</section>");
    }

    private static void Block(StringBuilder html, Block block)
    {
        switch (block)
        {
            case Paragraph paragraph:
                html.Append($"<p{(paragraph.IsSmall ? " class=\"small\"" : "")}>{Text(paragraph.Text)}</p>");
                break;
            case Lines lines:
                html.Append($"<pre>{Text(string.Join('\n', lines.All))}</pre>");
                break;
            case Table table:
                Table(html, table);
                break;
        }
    }

    /// <summary>Text does not shrink with a drawing: a phone gets one of its own.</summary>
    private static string Figure(Plot plot)
    {
        var drawing = plot.Draw();
        var rows = drawing.Marks.OfType<Spans>().Select(s => s.Rows.Count).FirstOrDefault();
        var height = rows > 0 ? 96 + rows * 24 : 300;
        var (wide, narrow) = (SvgPlotWriter.Write(plot.Title, drawing, 600, height), SvgPlotWriter.Write(plot.Title, drawing, 340, Math.Max(height, 240)));
        return $"<figure><div class=\"wide\">{wide}</div><div class=\"narrow\">{narrow}</div></figure>";
    }

    private static void Table(StringBuilder html, Table table)
    {
        html.Append(table.Below is { } below ? $"<p class=\"small\">Small below a figure: {Text(below)}.</p>" : "")
            .Append("<div class=\"scroll\" tabindex=\"0\"><table>");
        if (table.Columns.Any(column => column.Head.Length > 0))
        {
            html.Append("<thead><tr>").AppendJoin("", table.Columns.Select(column => $"<th scope=\"col\">{Text(column.Head)}</th>")).Append("</tr></thead>");
        }

        html.Append("<tbody>");
        foreach (var row in table.All)
        {
            html.Append($"<tr><th scope=\"row\">{Text(row[0].Text)}</th>").AppendJoin("", row.Skip(1).Select(Cell)).Append("</tr>");
        }

        html.Append("</tbody></table></div>");
    }

    private static string Cell(Cell cell) => $"<td>{Text(cell.Text)}{(cell.Below is { } below ? $"<small>{Text(below)}</small>" : "")}</td>";

    /// <summary>Encoded, and without the control characters that HTML has no place for.</summary>
    private static string Text(string text)
        => WebUtility.HtmlEncode(string.Concat(text.EnumerateRunes().Select(r => r.Value is < 0x20 and not ('\t' or '\n') or 0x7F ? "\uFFFD" : r.ToString())));
}
