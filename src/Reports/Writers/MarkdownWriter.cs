using System.Text;
using Gauntlet.Reports.Plots;

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
        var head = new Piece(most => Head(document, most), Math.Max(document.Reasons.Count, document.Notes.Count));
        List<Piece> pieces = [head, .. document.Sections.Select(section => new Piece(most => Text(section, most), Rows(section))
        {
            IsBackground = section.Importance == Importance.Background,
        })];
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

    private static int Rows(Section section) =>
        section.Importance == Importance.Figures ? 0 : section.Blocks.Select(block => block.Rows).DefaultIfEmpty().Max();

    private static string Head(Document document, int most)
    {
        var text = new StringBuilder($"## {Signs.Of(document.Outcome)} {MarkdownText.Inline(document.Verdict)}\n\n");
        Points(text, document.Reasons, most, "- ");
        if (document.Notes.Count > 0)
        {
            text.Append("\n> [!NOTE]\n");
            Points(text, document.Notes, most, "> - ");
        }

        return text.ToString();
    }

    private static void Points(StringBuilder text, IReadOnlyList<string> points, int most, string mark)
    {
        foreach (var point in points.Take(most))
        {
            text.Append(mark).Append(MarkdownText.Inline(point, MarkdownText.Sentence)).Append('\n');
        }

        if (points.Count > most)
        {
            text.Append($"{mark}and {points.Count - most} more, which are in report.html\n");
        }
    }

    private static string Text(Section section, int most)
    {
        var content = string.Join('\n', section.Blocks.Select(block => Text(block, most)).Where(text => text.Length > 0));
        if (section.Title is not { } title)
        {
            return content;
        }

        var hint = section.Hint is { } words ? $" ({MarkdownText.Inline(words)})" : "";
        return section.Fold == Fold.Never
            ? $"### {MarkdownText.Inline(title)}\n\n{content}"
            : $"<details><summary>{MarkdownText.Inline(title)}{hint}</summary>\n\n{content}\n</details>\n";
    }

    private static string Text(Block block, int most) => block switch
    {
        Paragraph paragraph => MarkdownText.Inline(paragraph.Text, MarkdownText.Paragraph) + "\n",
        Lines lines => MarkdownText.Fence(lines.All, lines.Language, most),
        Table table => Text(table, most),
        Plot { InText: { Count: > 0 } lines } plot => $"### {MarkdownText.Inline(plot.Title)}\n\n{MarkdownText.Fence(lines)}",
        _ => "",
    };

    private static string Text(Table table, int most)
    {
        var text = new StringBuilder();
        Row(text, table.Columns.Select(column => column.Head));
        text.Append('|').AppendJoin("|", table.Columns.Select(column => column.IsFigure ? "--:" : "---")).Append("|\n");
        foreach (var row in table.All.Take(most))
        {
            Row(text, row.Select(cell => cell.Text));
        }

        return text.Append(table.All.Count > most ? $"\n{table.All.Count - most} more {MarkdownText.Inline(table.What)} are in report.html.\n" : "").ToString();
    }

    private static void Row(StringBuilder text, IEnumerable<string> cells)
    {
        foreach (var cell in cells)
        {
            text.Append(cell.Length == 0 ? "| " : $"| {MarkdownText.Inline(cell)} ");
        }

        text.Append("|\n");
    }

    /// <summary>What is left out or shortened as one.</summary>
    private sealed class Piece(Func<int, string> write, int rows)
    {
        public int Rows { get; private set; } = rows;

        public bool IsBackground { get; init; }

        public string Text { get; private set; } = write(int.MaxValue);

        public void Shorten(int most) => (Rows, Text) = (most, write(most));
    }
}
