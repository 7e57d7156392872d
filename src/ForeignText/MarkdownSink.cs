using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Gauntlet.ForeignText;

/// <summary>One line of GitHub's Markdown, in a paragraph, a list or a cell.</summary>
public sealed partial class MarkdownSink : ISink
{
    private const char Break = '\u200B';
    private const int MostOfALine = 300;

    private MarkdownSink()
    {
    }

    /// <summary>Composes text at once.</summary>
    public static Composed<MarkdownSink> Compose(Composer<MarkdownSink>.Filling text) => text.Composer.End();

    /// <inheritdoc/>
    public static int Most => 200;

    /// <summary>
    /// Everything that Markdown or HTML could read becomes a character reference. A zero-width space after @, # and GH- and inside "://" and "www."
    /// keeps GitHub from pinging people, linking issues and making links, which it does after references are resolved.
    /// </summary>
    public static string Inert(string text, int most)
    {
        ArgumentNullException.ThrowIfNull(text);
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

        // What begins a line could make it a list, a rule or a heading.
        var line = Linked().Replace(escaped.ToString().Trim(), match => match.Value.Insert(match.Length - 1, Break.ToString()));
        return Beginning().Replace(line, match => $"{match.Groups["number"].Value}&#{(int)match.Value[^1]};");
    }

    /// <summary>A link to a page.</summary>
    /// <exception cref="ArgumentException">The address is not one of http or https.</exception>
    public static Composed<MarkdownSink> Link(string text, Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
        {
            throw new ArgumentException($"{address} is no address of a page.", nameof(address));
        }

        var target = address.AbsoluteUri.Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal);
        return new Composed<MarkdownSink>($"[{Inert(text, Most)}](<{target}>)");
    }

    /// <summary>A code fence that its content cannot close; at most <paramref name="most"/> lines, the last ones.</summary>
    /// <param name="lines">From outside, of at most 300 characters each.</param>
    /// <param name="language">One that the code names.</param>
    /// <param name="most">Lines that have room.</param>
    public static Composed<MarkdownSink> Fence(IEnumerable<string> lines, string language = "text", int most = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var all = lines.SelectMany(line => line.ReplaceLineEndings("\n").Split('\n')).Select(Printable).ToArray();
        var kept = all.TakeLast(most).ToList();
        if (kept.Count < all.Length)
        {
            kept.Insert(0, $"[{all.Length - kept.Count} earlier lines left out]");
        }

        var fence = new string('`', Math.Max(3, kept.Select(LongestRun).DefaultIfEmpty(0).Max() + 1));
        return new Composed<MarkdownSink>($"{fence}{language}\n{string.Join('\n', kept)}\n{fence}\n");
    }

    private static void Append(StringBuilder escaped, Rune rune)
    {
        if (Rune.IsWhiteSpace(rune))
        {
            escaped.Append(' ');
        }
        else if (Characters.IsHidden(rune))
        {
            escaped.Append('\uFFFD');
        }
        else if (rune.Value is '@' or '#' or ':')
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
        var text = Characters.Visible(string.Concat(line.EnumerateRunes().Take(MostOfALine)), "\t");
        return line.Length > text.Length ? text + "…" : text;
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

    /// <summary>"www." and "GH-1", up to the character that a break is put before.</summary>
    [GeneratedRegex(@"www\.|\bGH-[0-9]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Linked();

    [GeneratedRegex(@"^(?:=|-(?=\s|[\s-]*$)|(?<number>[0-9]{1,9})\.(?=\s|$))")]
    private static partial Regex Beginning();
}
