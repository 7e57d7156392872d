using Gauntlet.Workloads.Manifests;
using k8s;

namespace Gauntlet.Workloads.Applying;

/// <summary>Applies manifests through the API itself, where no kubectl is at hand.</summary>
public static class ManifestApplier
{
    /// <summary>Server-side apply of every object, in the order of the set.</summary>
    /// <exception cref="HttpRequestException">The API server refused an object; with its message.</exception>
    public static async Task ApplyAsync(Kubernetes client, ManifestSet manifests, string run, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(manifests);
        var requests = new ApiRequests(client);
        foreach (var entry in manifests.Objects)
        {
            var path = ResourcePath.Of(entry.Resource).Named(entry.Resource.Metadata.NamespaceProperty, entry.Resource.Metadata.Name);
            await requests.ApplyAsync(path, RenderedManifests.Render(manifests, entry, run), cancellation).ConfigureAwait(false);
        }
    }
}
