using Gauntlet.ForeignText;
using Gauntlet.Reports.Plots;
using Markdown = Gauntlet.ForeignText.Composed<Gauntlet.ForeignText.MarkdownSink>;

namespace Gauntlet.Reports.Writers;

/// <summary>A report as Markdown for a comment, made to fit the room that it has.</summary>
public static class MarkdownWriter
{
    private const int LeastRoom = 8_192;
    private const int LeastRows = 5;

    /// <summary>
    /// Writes the report. What has no room is cut in whole pieces and said so: first the background, the least important first, then rows of the longest
    /// piece. The verdict and the figures that a run is read for stay.
    /// </summary>
    /// <param name="document">The report.</param>
    /// <param name="room">UTF-16 units that it may have, at least 8,192.</param>
    public static string Write(Document document, int room)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentOutOfRangeException.ThrowIfLessThan(room, LeastRoom);
        var head = new Piece(most => Head(document, most), document.Reasons.Count);
        List<Piece> pieces =
        [
            head,
            .. document.Sections.TakeWhile(IsRead).Select(Of),
            new Piece(most => Notes(document.Notes, most), document.Notes.Count),
            .. document.Sections.SkipWhile(IsRead).Select(Of),
        ];
        while (pieces.Sum(piece => piece.Text.Length + 1) > room)
        {
            if (pieces.FindLast(piece => piece.IsBackground) is { } background)
            {
                pieces.Remove(background);
            }
            else if (pieces.Where(piece => piece.Rows > LeastRows).MaxBy(piece => piece.Rows) is { } longest)
            {
                longest.Shorten(Math.Max(LeastRows, longest.Rows / 2));
            }
            else if (pieces.Count > 1)
            {
                pieces.RemoveAt(pieces.Count - 1);
            }
            else
            {
                head.Shorten(1);
                break;
            }
        }

        return string.Join('\n', pieces.Select(piece => piece.Text).Where(text => text.Length > 0));
    }

    /// <summary>What a run is read for.</summary>
    private static bool IsRead(Section section) => section.Importance <= Importance.Checks;

    private static Piece Of(Section section) => new(most => Text(section, most), Rows(section)) { IsBackground = section.Importance == Importance.Background };

    private static int Rows(Section section) =>
        section.Importance == Importance.Figures ? 0 : section.Blocks.Select(block => block.Rows).DefaultIfEmpty().Max();

    private static Markdown Head(Document document, int most)
    {
        var text = new Composer<MarkdownSink>().Append($"## {Signs.Of(document.Outcome)} Gauntlet: {document.Verdict}");
        if (document.Scope is { } scope)
        {
            text.Append($" · {scope}");
        }

        text.Append($"\n\n");
        if (document.Meaning.Length > 0)
        {
            text.Append($"{document.Meaning:300}\n\n");
        }

        Points(text, document.Reasons, most, MarkdownSink.Compose($"- "));
        if (document.Headline is { } headline)
        {
            text.Append($"\n**{headline:300}**\n");
        }

        if (document.Since is { } since)
        {
            text.Append($"\n{since:300}\n");
        }

        if (document.Address is { } address)
        {
            var files = document.Files is { } place ? MarkdownSink.Compose($" · {MarkdownSink.Link("its files", place)}") : default;
            text.Append($"\n{MarkdownSink.Link("The run and its log", address)}{files}\n");
        }

        return text.End();
    }

    /// <summary>Below what a run is read for.</summary>
    private static Markdown Notes(IReadOnlyList<string> notes, int most)
    {
        if (notes.Count == 0)
        {
            return default;
        }

        var text = new Composer<MarkdownSink>().Append($"> [!NOTE]\n");
        Points(text, notes, most, MarkdownSink.Compose($"> - "));
        return text.End();
    }

    private static void Points(Composer<MarkdownSink> text, IReadOnlyList<string> points, int most, Markdown mark)
    {
        foreach (var point in points.Take(most))
        {
            text.Append($"{mark}{point:1000}\n");
        }

        if (points.Count > most)
        {
            text.Append($"{mark}and {points.Count - most} more, which are in report.html\n");
        }
    }

    private static Markdown Text(Section section, int most)
    {
        var content = new Composer<MarkdownSink>()
            .AppendJoin(MarkdownSink.Compose($"\n"), section.Blocks.Select(block => Text(block, most)).Where(text => text.Text.Length > 0)).End();
        if (section.Title is not { } title)
        {
            return content;
        }

        if (section.Fold == Fold.Never)
        {
            return MarkdownSink.Compose($"### {title}\n\n{content}");
        }

        var hint = section.Hint is { } words ? MarkdownSink.Compose($" ({words})") : default;
        return MarkdownSink.Compose($"<details><summary>{title}{hint}</summary>\n\n{content}\n</details>\n");
    }

    private static Markdown Text(Block block, int most) => block switch
    {
        Paragraph paragraph => MarkdownSink.Compose($"{paragraph.Text:600}\n"),
        FileLinks files => MarkdownSink.Compose($"Files: {string.Join(", ", files.All.Select(file => file.Name)):600}.\n"),
        Lines lines => MarkdownSink.Fence(lines.All, lines.Language, most),
        Table table => Text(table, most),
        Plot { InText: { Count: > 0 } lines } plot => MarkdownSink.Compose($"### {plot.Title}\n\n{MarkdownSink.Fence(lines)}"),
        _ => default,
    };

    private static Markdown Text(Table table, int most)
    {
        var text = new Composer<MarkdownSink>();
        Row(text, table.Columns.Select(column => column.Head));
        foreach (var column in table.Columns)
        {
            text.Append(column.IsFigure ? MarkdownSink.Compose($"|--:") : MarkdownSink.Compose($"|---"));
        }

        text.Append($"|\n");
        foreach (var row in table.All.Take(most))
        {
            Row(text, row.Select(cell => cell.Text));
        }

        if (table.All.Count > most)
        {
            text.Append($"\n{table.All.Count - most} more {table.What} are in report.html.\n");
        }

        return text.End();
    }

    private static void Row(Composer<MarkdownSink> text, IEnumerable<string> cells)
    {
        foreach (var cell in cells)
        {
            text.Append(cell.Length == 0 ? MarkdownSink.Compose($"| ") : MarkdownSink.Compose($"| {cell} "));
        }

        text.Append($"|\n");
    }

    /// <summary>What is left out or shortened as one.</summary>
    private sealed class Piece(Func<int, Markdown> write, int rows)
    {
        public int Rows { get; private set; } = rows;

        public bool IsBackground { get; init; }

        public string Text { get; private set; } = write(int.MaxValue).Text;

        public void Shorten(int most) => (Rows, Text) = (most, write(most).Text);
    }
}
