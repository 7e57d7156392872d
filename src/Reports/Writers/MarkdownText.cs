using System.Globalization;
using System.Text;

namespace Gauntlet.Reports.Writers;

/// <summary>Makes text from outside harmless in Markdown: it is shown, and does nothing else.</summary>
internal static class MarkdownText
{
    /// <summary>Characters of a reason or a note.</summary>
    public const int Sentence = 300;

    /// <summary>Characters of a paragraph.</summary>
    public const int Paragraph = 600;

    private const char Break = '\u200B';

    /// <summary>
    /// One line of text. Everything that Markdown or HTML could read becomes a character reference; a zero-width space after @ and # and inside
    /// "://" and "www." keeps GitHub from pinging people, linking issues and making links, which it does after references are resolved.
    /// </summary>
    public static string Inline(string text, int most = 200)
    {
        var escaped = new StringBuilder(text.Length + 16);
        var written = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (written++ == most)
            {
                escaped.Append('…');
                break;
            }

            Append(escaped, rune);
        }

        return escaped.Replace("www.", "www" + Break + ".").ToString().Trim();
    }

    /// <summary>A code fence that its content cannot close; at most <paramref name="most"/> lines of 300 characters, the last ones.</summary>
    public static string Fence(IEnumerable<string> lines, string language = "text", int most = int.MaxValue)
    {
        var all = lines.SelectMany(l => l.ReplaceLineEndings("\n").Split('\n')).Select(Printable).ToArray();
        var kept = all.TakeLast(most).ToList();
        if (kept.Count < all.Length)
        {
            kept.Insert(0, $"[{all.Length - kept.Count} earlier lines left out]");
        }

        var fence = new string('`', Math.Max(3, kept.Select(LongestRun).DefaultIfEmpty(0).Max() + 1));
        return $"{fence}{language}\n{string.Join('\n', kept)}\n{fence}\n";
    }

    private static void Append(StringBuilder escaped, Rune rune)
    {
        if (Rune.IsWhiteSpace(rune))
        {
            escaped.Append(' ');
        }
        else if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        {
            // Direction marks and the like would let a text look like another one.
            escaped.Append('\uFFFD');
        }
        else if (rune.Value is '@' or '#' || rune.Value == ':')
        {
            escaped.Append(CultureInfo.InvariantCulture, $"&#{rune.Value};").Append(Break);
        }
        else if (rune.IsAscii && !Rune.IsLetterOrDigit(rune) && rune.Value is not ('.' or ',' or '%' or '/' or '-' or '=' or ';' or '\''))
        {
            escaped.Append(CultureInfo.InvariantCulture, $"&#{rune.Value};");
        }
        else
        {
            escaped.Append(rune.ToString());
        }
    }

    private static string Printable(string line)
    {
        var text = new StringBuilder(Math.Min(line.Length, 301));
        foreach (var rune in line.EnumerateRunes().Take(300))
        {
            var hidden = rune.Value != '\t' && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format;
            text.Append(hidden ? "\uFFFD" : rune.ToString());
        }

        return line.Length > text.Length ? text.Append('…').ToString() : text.ToString();
    }

    private static int LongestRun(string line)
    {
        var (longest, run) = (0, 0);
        foreach (var c in line)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
