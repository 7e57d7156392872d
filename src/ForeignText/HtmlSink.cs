using System.Net;

namespace Gauntlet.ForeignText;

/// <summary>HTML, as content of an element and between the quotes of an attribute.</summary>
public sealed class HtmlSink : ISink
{
    private HtmlSink()
    {
    }

    /// <summary>Composes text at once.</summary>
    public static Composed<HtmlSink> Compose(Composer<HtmlSink>.Filling text) => text.Composer.End();

    /// <inheritdoc/>
    public static int Most => int.MaxValue;

    /// <inheritdoc/>
    public static string Inert(string text, int most)
    {
        ArgumentNullException.ThrowIfNull(text);
        var shown = text.Length > most ? string.Concat(text.EnumerateRunes().Take(most)) + "…" : text;
        return WebUtility.HtmlEncode(Characters.Visible(shown, "\t\n"));
    }
}
