namespace Gauntlet.Workloads.Sources;

/// <summary>The folder of a project. What a pull request brings must not reach anything else of the machine, by no path and no link.</summary>
/// <param name="Root">Rooted.</param>
public sealed record Repository(string Root)
{
    private const int MostLinks = 40;

    private readonly string _root = Real(Root);

    /// <summary>That of a folder: the project where it lies in it, else the nearest folder above it that Git knows, else itself.</summary>
    /// <param name="folder">Rooted.</param>
    /// <param name="project">Rooted.</param>
    public static Repository Of(string folder, string project)
    {
        if (new Repository(project) is var own && own.Holds(folder))
        {
            return own;
        }

        for (var above = new DirectoryInfo(folder); above is not null; above = above.Parent)
        {
            if (Path.Exists(Path.Combine(above.FullName, ".git")))
            {
                return new Repository(above.FullName);
            }
        }

        return new Repository(folder);
    }

    /// <summary>Whether a path leads into it, its links followed.</summary>
    public bool Holds(string path) => IsBelow(Real(path), _root);

    /// <summary>Whether a path is a folder, or is in it; no link is followed.</summary>
    public static bool IsBelow(string path, string folder) =>
        path == folder || path.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>The whole path, its links followed.</summary>
    public static string Real(string path)
    {
        var links = 0;
        return Follow(Path.GetFullPath(path), ref links);
    }

    /// <summary>The path without links. A circle of links leads nowhere: to the root of the machine.</summary>
    private static string Follow(string path, ref int links)
    {
        var real = Path.GetPathRoot(path)!;
        foreach (var part in path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(real, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
            }
            else if (++links > MostLinks)
            {
                return Path.GetPathRoot(path)!;
            }
            else
            {
                real = Follow(Path.GetFullPath(target, real), ref links);
            }
        }

        return real;
    }
}
