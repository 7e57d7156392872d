using Gauntlet.Workloads.Manifests;
using k8s;

namespace Gauntlet.Workloads.Applying;

/// <summary>Applies manifests through the API itself, where no kubectl is at hand.</summary>
public static class ManifestApplier
{
    /// <summary>Server-side apply of every object, in the order of the set; what is on the cluster keeps its owner.</summary>
    /// <param name="client">Of the cluster.</param>
    /// <param name="manifests">What is applied.</param>
    /// <param name="run">The run that makes what is not there yet.</param>
    /// <param name="owners">What <see cref="RunInventory.FindOwnersAsync"/> found.</param>
    /// <param name="cancellation">Ends it between two objects.</param>
    /// <exception cref="ApiServerException">The API server refused an object, which the exception names.</exception>
    public static async Task ApplyAsync(Kubernetes client, ManifestSet manifests, string run, IReadOnlyDictionary<string, string?> owners, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(manifests);
        ArgumentNullException.ThrowIfNull(owners);
        var requests = new ApiRequests(client);
        foreach (var entry in manifests.Objects)
        {
            var path = ResourcePath.Of(entry.Resource).Named(entry.Resource.Metadata.NamespaceProperty, entry.Resource.Metadata.Name);
            try
            {
                await requests.ApplyAsync(path, RenderedManifests.Render(manifests, entry, owners.GetValueOrDefault(entry.Id, run)), cancellation).ConfigureAwait(false);
            }
            catch (ApiServerException e)
            {
                throw new ApiServerException($"PATCH {path}", e.Code, e.Status) { Of = entry };
            }
        }
    }
}
