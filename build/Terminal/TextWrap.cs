using System.Text;

namespace Gauntlet.Build.Terminal;

/// <summary>Breaks long lines between words.</summary>
internal static class TextWrap
{
    /// <summary>The columns that are left to the text beside any indent.</summary>
    public const int LeastText = 20;

    /// <summary>
    /// The text in lines of at most <paramref name="width"/> columns, those after the first indented. A word that is longer than a line stays whole,
    /// and <see cref="LeastText"/> columns are left to the text.
    /// </summary>
    public static string Wrap(string text, int width, int indent)
    {
        width = Math.Max(width, indent + LeastText);
        var wrapped = new StringBuilder(text.Length);
        var (start, margin) = (0, 0);
        while (DisplayWidth.Of(text[start..]) > width - margin)
        {
            var least = start + Math.Max(1, margin == 0 ? DisplayWidth.Fitting(text, start, indent) : 0);
            var limit = start + DisplayWidth.Fitting(text, start, width - margin);
            var end = text.LastIndexOf(' ', limit, Math.Max(0, limit - least + 1));
            end = end > start ? end : text.IndexOf(' ', limit);
            if (end < 0)
            {
                break;
            }

            wrapped.Append(' ', margin).AppendLine(text[start..end].TrimEnd());
            (start, margin) = (end + 1, indent);
        }

        return wrapped.Append(' ', margin).Append(text, start, text.Length - start).ToString();
    }
}
