using System.Text;

namespace Gauntlet.Build.Stages.Test;

/// <summary>
/// The words of a command line: parted by blanks, except within quotes, single or double. Nothing else means anything: no backslash, variable, pattern or
/// pipe. Who needs those writes a shell, as in <c>bash -c '...'</c>.
/// </summary>
internal static class CommandWords
{
    /// <summary>Takes a line apart.</summary>
    /// <exception cref="FormatException">A quote is not closed.</exception>
    public static IReadOnlyList<string> Split(string line)
    {
        var (words, word, quote) = (new List<string>(), (StringBuilder?)null, '\0');
        foreach (var c in line)
        {
            if (c == quote)
            {
                quote = '\0';
            }
            else if (quote == '\0' && c is '\'' or '"')
            {
                (quote, word) = (c, word ?? new StringBuilder());
            }
            else if (quote == '\0' && char.IsWhiteSpace(c))
            {
                Add(words, ref word);
            }
            else
            {
                (word ??= new StringBuilder()).Append(c);
            }
        }

        Add(words, ref word);
        return quote == '\0' ? words : throw new FormatException($"the quote {quote} is not closed");
    }

    /// <summary>What is wrong with a line; null when nothing is.</summary>
    public static string? Problem(string line)
    {
        try
        {
            return Split(line) is [{ Length: > 0 }, ..] ? null : "names no command, such as 'npm test'";
        }
        catch (FormatException e)
        {
            return $"cannot be read: {e.Message}";
        }
    }

    private static void Add(List<string> words, ref StringBuilder? word)
    {
        if (word is not null)
        {
            words.Add(word.ToString());
            word = null;
        }
    }
}
