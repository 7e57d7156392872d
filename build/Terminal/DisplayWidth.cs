using System.Globalization;
using System.Text;
using Spectre.Console.Rendering;

namespace Gauntlet.Build.Terminal;

/// <summary>How many columns of a terminal text takes: two for an ideograph or an emoji, none for a combining mark.</summary>
internal static class DisplayWidth
{
    /// <summary>The columns of one line.</summary>
    public static int Of(string text) => Ascii.IsValid(text) ? text.Length : Elements(text, 0).Sum(WidthOf);

    /// <summary>How many characters from <paramref name="start"/> on take at most <paramref name="columns"/>.</summary>
    public static int Fitting(string text, int start, int columns)
    {
        if (Ascii.IsValid(text))
        {
            return Math.Min(columns, text.Length - start);
        }

        var (used, length) = (0, 0);
        foreach (var element in Elements(text, start))
        {
            used += WidthOf(element);
            if (used > columns)
            {
                break;
            }

            length += element.Length;
        }

        return length;
    }

    /// <summary>The start of the text that takes at most <paramref name="columns"/>.</summary>
    public static string Cut(string text, int columns) => text[..Fitting(text, 0, columns)];

    private static int WidthOf(string element) => Math.Min(2, new Segment(element).CellCount());

    private static IEnumerable<string> Elements(string text, int start)
    {
        for (var at = start; at < text.Length;)
        {
            var element = StringInfo.GetNextTextElement(text, at);
            yield return element;
            at += element.Length;
        }
    }
}
