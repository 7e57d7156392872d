using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Gauntlet.ForeignText;

namespace Gauntlet.PullRequests.Context;

/// <summary>What a value of an event file or an artifact must look like before anything uses it. Whoever opens a pull request chooses most of them.</summary>
public static partial class HostileText
{
    private const int MaxTitle = 256;
    private const int MaxBranch = 255;

    private static readonly SearchValues<char> NotInBranches = SearchValues.Create(" ~^:?*[\\");

    /// <summary>A whole commit id (SHA-1 or SHA-256) in lower case, else null.</summary>
    public static string? Sha(string? text) => text is not null && ShaPattern().IsMatch(text) ? text : null;

    /// <summary>One line without control or direction-changing characters, cut at 256; null when nothing is left.</summary>
    public static string? Title(string? text) => OneLine(text, MaxTitle);

    /// <summary>A branch name as git allows it (no space, control or <c>~^:?*[\</c>, below 256 characters), else null.</summary>
    public static string? Branch(string? text) =>
        text is { Length: > 0 and <= MaxBranch } && text.AsSpan().IndexOfAny(NotInBranches) < 0
            && !text.Contains("..", StringComparison.Ordinal) && OneLine(text, MaxBranch) == text
            ? text
            : null;

    /// <summary>The text as a Markdown code span that no content can leave: no link, mention, HTML or fence comes to life in it.</summary>
    public static string CodeSpan(string? text)
    {
        var line = OneLine(text, MaxTitle);
        if (line is null)
        {
            return "(none)";
        }

        // A code span ends only at a run of backticks of its own length (CommonMark 6.1), so one more than the longest run inside holds.
        var longest = BackticksPattern().Matches(line).Select(run => run.Length).DefaultIfEmpty(0).Max();
        var fence = new string('`', longest + 1);

        // A pipe would still end a table cell: GitHub splits the row before it reads code spans.
        return $"{fence} {line.Replace("|", "¦", StringComparison.Ordinal)} {fence}";
    }

    private static string? OneLine(string? text, int limit)
    {
        var line = new StringBuilder();
        foreach (var rune in (text ?? string.Empty).EnumerateRunes())
        {
            if (line.Length + rune.Utf16SequenceLength > limit)
            {
                break;
            }

            line.Append(Characters.IsHidden(rune) ? " " : rune.ToString());
        }

        return line.ToString().Trim() is { Length: > 0 } kept ? kept : null;
    }

    [GeneratedRegex(@"\A(?:[0-9a-f]{40}|[0-9a-f]{64})\z")]
    private static partial Regex ShaPattern();

    [GeneratedRegex("`+")]
    private static partial Regex BackticksPattern();
}
