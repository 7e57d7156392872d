using Microsoft.Extensions.FileSystemGlobbing;

namespace Gauntlet.Workflows.Tests.Replay;

/// <summary>The artifacts of one run, as upload-artifact and download-artifact keep them: no hidden files, paths from the folder that was named.</summary>
internal sealed class Artifacts(string folder)
{
    /// <summary>Path of an artifact's folder.</summary>
    public string PathOf(string name) => Path.Combine(folder, name);

    /// <summary>Keeps what the lines of <paramref name="patterns"/> name; a line with ! leaves something out.</summary>
    public void Upload(string root, string name, string patterns)
    {
        var lines = patterns.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var matcher = new Matcher();
        foreach (var line in lines)
        {
            _ = line[0] == '!' ? matcher.AddExclude(line[1..]) : matcher.AddInclude(line.EndsWith('/') ? line + "**" : line);
        }

        var from = Path.Combine(root, lines.Single(line => line[0] != '!'));
        var origin = Directory.Exists(from) ? from : Path.GetDirectoryName(from)!;
        foreach (var file in matcher.GetResultsInFullPath(root).Where(file => !IsHidden(Path.GetRelativePath(origin, file))))
        {
            Copy(file, Path.Combine(PathOf(name), Path.GetRelativePath(origin, file)));
        }
    }

    /// <summary>Puts an artifact into a folder.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no artifact of this name.</exception>
    public void Download(string name, string to)
    {
        foreach (var file in Directory.EnumerateFiles(PathOf(name), "*", SearchOption.AllDirectories))
        {
            Copy(file, Path.Combine(to, Path.GetRelativePath(PathOf(name), file)));
        }
    }

    /// <summary>Where the cache keeps a file of the checkout.</summary>
    public string CacheOf(string path) => Path.Combine(PathOf("cache"), path);

    /// <summary>Puts a file of the cache back into the checkout, as actions/cache/restore does; nothing where there is none.</summary>
    public void Restore(string root, string path)
    {
        if (File.Exists(CacheOf(path)))
        {
            Copy(CacheOf(path), Path.Combine(root, path));
        }
    }

    private static bool IsHidden(string path) => path.Split(Path.DirectorySeparatorChar).Any(part => part.StartsWith('.'));

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(from, to, overwrite: true);
    }
}
