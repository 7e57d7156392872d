namespace Gauntlet.ForeignText;

/// <summary>What a terminal shows: no escape sequence, no carriage return, no change of direction comes to it from outside.</summary>
public static class TerminalText
{
    /// <summary>The text, whose lines and tabs stay.</summary>
    public static string Inert(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Characters.Visible(text.ReplaceLineEndings("\n"), "\t\n");
    }
}
