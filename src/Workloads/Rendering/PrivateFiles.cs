using System.Text;

namespace Gauntlet.Workloads.Rendering;

/// <summary>Files that nobody but their owner may read.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode Folder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode File = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>An empty folder in the place of whatever was there.</summary>
    public static void Replace(string folder)
    {
        RenderedSet.Delete(folder);
        Create(folder);
    }

    public static string Create(string folder) =>
        OperatingSystem.IsWindows() ? Directory.CreateDirectory(folder).FullName : Directory.CreateDirectory(folder, Folder).FullName;

    public static void Write(string file, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = File;
        }

        using var writer = new StreamWriter(file, new UTF8Encoding(false), options);
        writer.Write(text);
    }
}
