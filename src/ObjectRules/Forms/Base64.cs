using System.Text;

namespace Gauntlet.ObjectRules.Forms;

/// <summary>Base64 as the API reads it: padded, line ends allowed.</summary>
public static class Base64
{
    /// <summary>The place of the first byte that does not belong; null when the text is base64.</summary>
    public static int? FirstWrong(string text)
    {
        var digits = 0;
        for (var index = 0; index < text.Length; index++)
        {
            var letter = text[index];
            if (letter is '\r' or '\n')
            {
                continue;
            }

            if (letter == '=')
            {
                return PaddingProblem(text, index, digits % 4);
            }

            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('+' or '/'))
            {
                return index;
            }

            digits++;
        }

        return digits % 4 == 0 ? null : text.Length - (digits % 4);
    }

    internal static string? Decode(string? text) =>
        text is not null && FirstWrong(text) is null ? Encoding.UTF8.GetString(Convert.FromBase64String(text)) : null;

    private static int? PaddingProblem(string text, int index, int digits)
    {
        var rest = text[index..].Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal);
        return (digits, rest) is (2, "==") or (3, "=") ? null : index;
    }
}
