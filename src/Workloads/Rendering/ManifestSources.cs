using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Sources;
using Gauntlet.Workloads.Sources.Helm;
using Gauntlet.Workloads.Sources.Kustomize;

namespace Gauntlet.Workloads.Rendering;

/// <summary>A source, as far as the pipeline has to know it.</summary>
/// <param name="Name">As people call it.</param>
/// <param name="Tool">The command that renders it; null where none is needed.</param>
public sealed record SourceInfo(string Name, string? Tool);

/// <summary>All sources of manifests.</summary>
public static class ManifestSources
{
    /// <summary>The first that takes a folder reads it; the last takes any.</summary>
    private static readonly IManifestSource[] All =
    [
        new KustomizeSource(),
        new HelmSource(),
        new PlainSource(),
    ];

    /// <summary>The tools that sources are rendered with, each once.</summary>
    public static IReadOnlyList<string> Tools => [.. All.Select(source => source.Tool).OfType<string>().Distinct()];

    /// <summary>The source that a folder is written for.</summary>
    public static SourceInfo Of(string folder) => Find(folder) is var source ? new SourceInfo(source.Name, source.Tool) : null!;

    /// <summary>Reads folders, each by its own source, into one set.</summary>
    /// <param name="requests">All name files from the same folder.</param>
    /// <param name="clusterMayHaveMore">Whether the manifests may refer to what only their cluster has.</param>
    /// <param name="allowedHosts">Names under which hosts are taken beside .localhost.</param>
    /// <param name="cancellation">Ends the tools.</param>
    public static async Task<ManifestSet> ReadAsync(
        IReadOnlyList<SourceRequest> requests, bool clusterMayHaveMore, IReadOnlyList<string> allowedHosts, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(requests);
        var parts = new List<ManifestContent>();
        foreach (var request in requests)
        {
            parts.Add(await Find(request.Folder).ReadAsync(request, cancellation).ConfigureAwait(false));
        }

        var (names, root) = (requests[0].Names, requests[0].Repository.Root);
        return ManifestSet.Of(names, Repository.IsBelow(names, root) ? Path.GetRelativePath(root, names).Replace('\\', '/') : Path.GetFileName(names),
            ManifestContent.Of(parts), clusterMayHaveMore, allowedHosts);
    }

    private static IManifestSource Find(string folder) => All.First(source => source.Takes(folder));
}
