using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Sources;

/// <summary>Files that are applied as they are.</summary>
internal sealed class PlainSource : IManifestSource
{
    public string Name => "plain";

    public string? Tool => null;

    public bool Takes(string folder) => true;

    public Task<ManifestContent> ReadAsync(SourceRequest request, CancellationToken cancellation)
    {
        var links = LinksOut(request).ToList();
        return Task.FromResult(links.Count > 0 ? ManifestContent.Broken(links) : ManifestFolder.Read(request.Folder, request.Names));
    }

    /// <summary>The files that a link lets lie outside of the project.</summary>
    internal static IEnumerable<ManifestProblem> LinksOut(SourceRequest request) =>
        (Directory.Exists(request.Folder) ? Links(request.Folder) : []).Where(entry => !request.Repository.Holds(entry)).Select(entry => new ManifestProblem(
            request.NameOf(entry), null, "The link leads out of the repository, where nothing is read.", "Put the file itself here."));

    private static IEnumerable<string> Links(string folder) =>
        Directory.EnumerateFileSystemEntries(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .Where(entry => new FileInfo(entry).LinkTarget is not null);
}
