namespace Gauntlet.Build.Tools;

/// <summary>Finds a command on PATH.</summary>
internal static class SearchPath
{
    /// <summary>The first executable file of that name; null where there is none.</summary>
    /// <param name="command">Without an extension.</param>
    /// <param name="path">The value of PATH. Relative and empty entries are left out: they would run whatever a checkout brings along.</param>
    public static string? Find(string command, string? path) =>
        (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(Path.IsPathFullyQualified)
            .Select(folder => Path.Combine(folder, FileName(command)))
            .FirstOrDefault(IsExecutable);

    /// <summary>The command's file name on this platform.</summary>
    public static string FileName(string command) => OperatingSystem.IsWindows() ? command + ".exe" : command;

    private static bool IsExecutable(string file)
    {
        const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(file) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & AnyExecute) != 0);
    }
}
