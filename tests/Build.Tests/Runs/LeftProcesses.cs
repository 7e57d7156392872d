using System.Globalization;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Runs;

/// <summary>What a run must not leave behind.</summary>
internal static class LeftProcesses
{
    /// <summary>
    /// Command lines of living processes that name a copy's folder or cluster; a process of a container names neither. Linux only: elsewhere empty.
    /// </summary>
    public static IReadOnlyList<string> Of(ProjectCopy copy) => Directory.Exists("/proc/self")
        ? [.. Directory.EnumerateDirectories("/proc")
            .Where(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out _)).Select(CommandLine)
            .Where(line => line.Contains(copy.Home, StringComparison.Ordinal) || line.Contains(copy.ClusterName, StringComparison.Ordinal))]
        : [];

    private static string CommandLine(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ');
        }
        catch (IOException)
        {
            // It ended in the meantime.
            return "";
        }
    }
}
