using System.Globalization;

namespace Gauntlet.Experiments.Resources;

/// <summary>Files of proc(5), which may be absent, hidden, or gone with their process.</summary>
internal static class ProcFile
{
    /// <summary>All of it; empty where it cannot be read.</summary>
    public static string Text(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>The first line that begins so; null where there is none.</summary>
    public static string? Line(string file, string start)
    {
        try
        {
            return File.ReadLines(file).FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The numbers of a line behind its first word; 0 in place of what is none.</summary>
    public static List<long> Numbers(string? line) =>
        [.. (line ?? "").Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(Number)];

    private static long Number(string word) => long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
