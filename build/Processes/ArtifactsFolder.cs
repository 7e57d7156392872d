using Gauntlet.Build.Cli;
using Gauntlet.Build.Pipeline;
using Gauntlet.Workloads.Sources;

namespace Gauntlet.Build.Processes;

/// <summary>
/// The folder of a run's files, in which one process works at a time: state, kubeconfig and embedded cluster in it are those of one run. The one that
/// <c>--artifacts</c> names is marked, so that no run writes or deletes among the files of somebody else.
/// </summary>
public sealed class ArtifactsFolder : IDisposable
{
    /// <summary>Names the mark, which also keeps the folder (a kubeconfig is in it) out of the user's repository.</summary>
    private const string MarkFile = ".gitignore";

    private const string Mark = "# Runs of Gauntlet write and delete files in this folder.";
    private const int NamesShown = 3;

    private FileLock? _held;

    /// <summary>Looks, and changes nothing: whether a run may write into the folder.</summary>
    /// <exception cref="UsageException">It is a file, is among the sources, or holds what no run has made.</exception>
    public static void Check(BuildPaths paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        if (IsUsual(paths))
        {
            return;
        }

        var option = $"--artifacts={paths.Artifacts}";
        var real = Repository.Real(paths.Artifacts);
        if (Above(paths.Artifacts).Prepend(paths.Artifacts).FirstOrDefault(File.Exists) is { } file)
        {
            throw new UsageException($"{option} is no folder: {file} is a file. Give a folder.");
        }

        if (Repository.IsBelow(Repository.Real(paths.Root), real))
        {
            throw new UsageException($"{option} holds the project itself. Give a folder for a run's files alone.");
        }

        if (paths.Sources.FirstOrDefault(source => Repository.IsBelow(real, Repository.Real(source))) is { } among)
        {
            throw new UsageException($"{option} is among the sources in {among}. Give a folder outside of them.");
        }

        if (Above(real).FirstOrDefault(folder => folder == Repository.Real(paths.UsualArtifacts) || IsMarked(folder)) is { } other)
        {
            throw new UsageException($"{option} is inside of {other}, where other runs delete files. Give a folder beside it.");
        }

        if (Foreign(paths) is { Count: > 0 } names)
        {
            throw new UsageException(
                $"{option} holds what no run has made: {string.Join(", ", names.Take(NamesShown))}{(names.Count > NamesShown ? ", ..." : "")}. "
                + "Give a new or an empty folder, or one that a run had before.");
        }
    }

    /// <summary>
    /// Takes the lock until the process ends, and marks the folder. Where the files of the usual folder cannot be made nothing else of a run can be, and the
    /// stages say so.
    /// </summary>
    /// <exception cref="StageException">A living process holds it: infrastructure.</exception>
    /// <exception cref="UsageException">A folder that was named cannot be written.</exception>
    public void Take(BuildPaths paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        try
        {
            _held = FileLock.TryTake(paths.Lock, out var holder)
                ?? throw new StageException(StageOutcome.Infrastructure,
                    $"Another run works in {paths.Artifacts}{holder}. Wait for it, or give this one a folder, a cluster and ports of its own: "
                    + "--artifacts=<folder> --cluster-name=<name> --http-port=<port> --https-port=<port>.");
            if (!IsUsual(paths) && !IsMarked(paths.Artifacts))
            {
                File.WriteAllText(Path.Combine(paths.Artifacts, MarkFile), $"{Mark}\n*\n");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _held = null;
            if (!IsUsual(paths))
            {
                throw new UsageException($"--artifacts={paths.Artifacts} cannot be written: {e.Message} Give a folder that this user may write to.", e);
            }
        }
    }

    public void Dispose() => _held?.Dispose();

    /// <summary>Those of this run, and of others directly below the project, from its root.</summary>
    public static IEnumerable<string> Within(BuildPaths paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return Directory.EnumerateDirectories(paths.Root).Where(IsMarked).Append(paths.UsualArtifacts).Append(paths.Artifacts)
            .Select(paths.Named).Where(name => !Path.IsPathRooted(name)).Distinct();
    }

    private static bool IsUsual(BuildPaths paths) => paths.Artifacts == paths.UsualArtifacts;

    private static bool IsMarked(string folder)
    {
        try
        {
            return File.Exists(Path.Combine(folder, MarkFile)) && File.ReadLines(Path.Combine(folder, MarkFile)).FirstOrDefault() == Mark;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>What is in a folder without a mark, but for the lock of a run that is about to mark it.</summary>
    private static List<string> Foreign(BuildPaths paths)
    {
        try
        {
            return !Directory.Exists(paths.Artifacts) || IsMarked(paths.Artifacts) ? []
                : [.. Directory.EnumerateFileSystemEntries(paths.Artifacts).Select(entry => Path.GetFileName(entry))
                    .Where(name => Path.GetFileNameWithoutExtension(name) != Path.GetFileNameWithoutExtension(paths.Lock)).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--artifacts={paths.Artifacts} cannot be read: {e.Message} Give a folder that this user may write to.", e);
        }
    }

    private static IEnumerable<string> Above(string path)
    {
        for (var folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            yield return folder;
        }
    }
}
