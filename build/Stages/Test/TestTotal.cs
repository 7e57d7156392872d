using System.Globalization;

namespace Gauntlet.Build.Stages.Test;

/// <summary>How many tests the run before had, which is about how many this one has before it.</summary>
internal static class TestTotal
{
    /// <summary>As the live line says it behind those that passed; empty where no run is known.</summary>
    public static string Words(BuildPaths paths)
    {
        try
        {
            var text = File.ReadAllText(paths.TestTotal);
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var total) ? $" of about {total:#,0}" : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>Keeps it for the next run, which does without where it cannot be written.</summary>
    public static void Keep(BuildPaths paths, int total)
    {
        try
        {
            File.WriteAllText(paths.TestTotal, total.ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What matters is written to the state, and said there.
        }
    }
}
