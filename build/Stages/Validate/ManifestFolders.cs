using Gauntlet.Build.Clusters;
using Gauntlet.Build.Clusters.Existing;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Tools;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;
using Gauntlet.Workloads.Rendering;
using Gauntlet.Workloads.Sources;

namespace Gauntlet.Build.Stages.Validate;

/// <summary>The folders of a run's manifests, each with the source that it is written for.</summary>
internal sealed class ManifestFolders
{
    private readonly BuildContext _context;
    private readonly string _names;
    private readonly IReadOnlyList<(string Folder, SourceInfo Source)> _folders;

    /// <summary>Finds them; what was asked for and is not there goes into the findings.</summary>
    public ManifestFolders(BuildContext context, Findings findings)
    {
        var options = context.Options;
        var given = options.Of(ManifestOptions.Folders) is { Count: > 0 } named ? named : [context.Paths.Manifests];
        (_context, _names) = (context, given.Aggregate(CommonFolder));
        var taken = options.Of(ManifestOptions.Overlay) is { } overlay ? WithOverlay(given, overlay, findings) : given;
        _folders = [.. taken.Select(folder => (folder, ManifestSources.Of(folder)))];
        foreach (var option in new[] { ManifestOptions.Values, ManifestOptions.Sets })
        {
            if (options.Has(option) && _folders.All(entry => entry.Source.Name != "Helm"))
            {
                findings.Usage([$"--{option.Name} is for a chart, and --manifests names none."]);
            }
        }
    }

    /// <summary>The tools that they are rendered with, each once.</summary>
    public IReadOnlyList<ToolPin> Tools => [.. _folders.Select(entry => entry.Source.Tool).OfType<string>().Distinct().Select(ToolPins.Of)];

    /// <summary>What each is, for people; nothing where all are plain.</summary>
    public IReadOnlyList<string> Rendered =>
        [.. _folders.Where(entry => entry.Source.Tool is not null).Select(entry => $"{entry.Source.Name} ({NameOf(entry.Folder)})")];

    /// <summary>Reads them; null where a tool is missing, which is among the findings of the tools.</summary>
    /// <param name="tools">What they are rendered with is waited for once it is needed.</param>
    /// <param name="more">Says for a set which folders belong to it besides.</param>
    /// <param name="cancellation">Ends the tools.</param>
    /// <exception cref="StageException">A tool cannot be run, or the disk not written: infrastructure.</exception>
    public async Task<ManifestSet?> ReadAsync(
        Task<IReadOnlyList<ToolRecord>> tools, Func<ManifestSet, Task<IReadOnlyList<string>>> more, CancellationToken cancellation)
    {
        var runner = new ManifestTools(_context, tools);
        try
        {
            var manifests = await ReadAsync(runner, _folders, _names, cancellation).ConfigureAwait(false);
            var folders = await more(manifests).ConfigureAwait(false);
            return folders.Count == 0
                ? manifests
                : await ReadAsync(
                    runner, [.. _folders, .. folders.Select(folder => (folder, ManifestSources.Of(folder)))], folders.Aggregate(_names, CommonFolder),
                    cancellation).ConfigureAwait(false);
        }
        catch (MissingToolException)
        {
            return null;
        }
    }

    private Task<ManifestSet> ReadAsync(
        ManifestTools runner, IReadOnlyList<(string Folder, SourceInfo Source)> folders, string names, CancellationToken cancellation)
    {
        var repository = Repository.Of(names, _context.Paths.Root);
        var requests = folders.Select(entry => new SourceRequest(entry.Folder, names, repository)
        {
            Run = (arguments, end) => runner.RunAsync(entry.Source.Tool!, arguments, end),
            Values = _context.Options.Of(ManifestOptions.Values),
            Sets = _context.Options.Of(ManifestOptions.Sets),
            KubernetesVersion = ToolPins.KubernetesVersion,
            BuiltImages = [.. _context.Options.Of(ManifestOptions.ImageBuilds).Select(build => build.Image)],
        }).ToList();
        // What somebody else's cluster has, and which hosts it serves, only he knows.
        var isExisting = _context.Options.Of(ClusterOptions.Kind) == ExistingCluster.Name;
        IReadOnlyList<string> hosts = isExisting ? _context.Options.Of(ExistingOptions.AllowHosts) : [];
        return Files.UseAsync(() => ManifestSources.ReadAsync(requests, isExisting, hosts, cancellation));
    }

    private List<string> WithOverlay(IReadOnlyList<string> folders, string overlay, Findings findings)
    {
        var taken = folders.Select(folder => Path.Combine(folder, "overlays", overlay) is var path && Directory.Exists(path) ? path : folder).ToList();
        if (taken.SequenceEqual(folders))
        {
            var known = folders.Select(folder => Path.Combine(folder, "overlays")).Where(Directory.Exists).SelectMany(Directory.EnumerateDirectories)
                .Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal).ToList();
            findings.Usage([$"There is no overlay '{overlay}' below {string.Join(", ", folders.Select(NameOf))}{NearestName.Hint(overlay, known)}. "
                + (known.Count > 0 ? $"There are {string.Join(", ", known)}." : "Overlays are folders below overlays/.")]);
        }

        return taken;
    }

    private string NameOf(string folder) => Path.GetRelativePath(_context.Paths.Root, folder).Replace('\\', '/');

    private static string CommonFolder(string one, string other)
    {
        while (one != other && !other.StartsWith(one.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            one = Path.GetDirectoryName(one)!;
        }

        return one;
    }
}
