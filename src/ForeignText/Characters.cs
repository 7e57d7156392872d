using System.Globalization;
using System.Text;

namespace Gauntlet.ForeignText;

/// <summary>What text from outside may hold and nobody can see.</summary>
public static class Characters
{
    // It joins emoji, and does nothing else.
    private const int ZeroWidthJoiner = 0x200D;

    /// <summary>A control character, a separator of lines, or one that changes the direction of others: a text with it looks like another one.</summary>
    public static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        UnicodeCategory.Format => rune.Value != ZeroWidthJoiner,
        _ => false,
    };

    /// <summary>The text with U+FFFD in place of every hidden character but those that are kept, and of every lone surrogate.</summary>
    /// <param name="text">From outside.</param>
    /// <param name="kept">Such as tab and line feed.</param>
    public static string Visible(string text, string kept = "")
    {
        ArgumentNullException.ThrowIfNull(text);
        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var isKept = rune.IsBmp && kept.Contains((char)rune.Value, StringComparison.Ordinal);
            visible.Append(!isKept && IsHidden(rune) ? "\uFFFD" : rune.ToString());
        }

        return visible.ToString();
    }
}
