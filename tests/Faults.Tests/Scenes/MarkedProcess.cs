using System.Diagnostics;
using System.Globalization;

namespace Gauntlet.Faults.Tests.Scenes;

/// <summary>A process that was started in a scene: the scene's mark is in its environment, or its folder in its command line.</summary>
internal sealed record MarkedProcess(int Id, string CommandLine)
{
    /// <summary>Every living one; the tests' own process is none of them.</summary>
    public static IReadOnlyList<MarkedProcess> Find(Scene scene)
    {
        var mark = $"{Scene.MarkVariable}={scene.Mark}";
        var found = new List<MarkedProcess>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id == Environment.ProcessId)
            {
                continue;
            }

            var command = Read(folder, "cmdline").Replace('\0', ' ').Trim();
            if (command.Contains(scene.Copy.Home, StringComparison.Ordinal) || Read(folder, "environ").Split('\0').Contains(mark))
            {
                found.Add(new MarkedProcess(id, command));
            }
        }

        return found;
    }

    /// <summary>Ends it, whatever it does.</summary>
    public void Kill()
    {
        try
        {
            using var process = Process.GetProcessById(Id);
            process.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It ended by itself.
        }
    }

    private static string Read(string folder, string name)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, name));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
