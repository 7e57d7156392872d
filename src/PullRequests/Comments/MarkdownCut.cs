namespace Gauntlet.PullRequests.Comments;

/// <summary>
/// The last guard before a size limit of GitHub's: cuts Markdown after a whole block, closes what is open and says so. Reports are made to fit;
/// this one only keeps a run with ten thousand failures from losing its comment to a 422.
/// </summary>
internal static class MarkdownCut
{
    private const string Note = "\n\n_Cut here: GitHub takes no more. The whole report is in the run's artifacts._\n";
    private const string CloseDetails = "\n</details>\n";

    /// <summary>The text, or as much of it as has at most <paramref name="limit"/> units as <paramref name="measure"/> counts them.</summary>
    public static string Fit(string markdown, int limit, Func<string, int> measure)
    {
        if (measure(markdown) <= limit)
        {
            return markdown;
        }

        // Lines longer than this budget are cut by hand below, so the closing text always has its room.
        var budget = limit - measure(Note);
        var (used, depth, fence) = (0, 0, (string?)null);
        var (safeLines, safeDepth, taken) = (0, 0, 0);
        var lines = markdown.Split('\n');
        foreach (var line in lines)
        {
            used += measure(line) + 1;
            if (used + ((depth + 1) * CloseDetails.Length) > budget)
            {
                break;
            }

            taken++;
            fence = NextFence(fence, line);
            depth += fence is null ? DetailsChange(line) : 0;
            if (fence is null && string.IsNullOrWhiteSpace(line))
            {
                (safeLines, safeDepth) = (taken, depth);
            }
        }

        var kept = safeLines > 0 ? string.Join('\n', lines[..safeLines]).TrimEnd() : HardCut(lines[0], budget, measure);
        return kept + string.Concat(Enumerable.Repeat(CloseDetails, Math.Max(0, safeDepth))) + Note;
    }

    private static string? NextFence(string? open, string line)
    {
        var text = line.TrimStart(' ');
        var marker = text.StartsWith("```", StringComparison.Ordinal) ? '`' : text.StartsWith("~~~", StringComparison.Ordinal) ? '~' : '\0';
        var run = marker == '\0' ? string.Empty : text[..text.TakeWhile(c => c == marker).Count()];
        if (open is null)
        {
            return run.Length == 0 ? null : run;
        }

        return run.Length >= open.Length && run[0] == open[0] && text.AsSpan(run.Length).IsWhiteSpace() ? null : open;
    }

    private static int DetailsChange(string line) => Count(line, "<details") - Count(line, "</details>");

    private static int Count(string line, string tag)
    {
        var count = 0;
        for (var at = line.IndexOf(tag, StringComparison.OrdinalIgnoreCase);
            at >= 0;
            at = line.IndexOf(tag, at + tag.Length, StringComparison.OrdinalIgnoreCase))
        {
            count++;
        }

        return count;
    }

    private static string HardCut(string line, int budget, Func<string, int> measure)
    {
        var length = Math.Min(line.Length, budget);
        while (length > 0 && (char.IsHighSurrogate(line[length - 1]) || measure(line[..length]) > budget))
        {
            length -= char.IsHighSurrogate(line[length - 1]) ? 1 : Math.Max(1, (measure(line[..length]) - budget) / 4);
        }

        return line[..Math.Max(0, length)];
    }
}
