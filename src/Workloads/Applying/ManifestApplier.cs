using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;
using k8s;

namespace Gauntlet.Workloads.Applying;

/// <summary>Applies manifests through the API itself, where no kubectl is at hand.</summary>
public static class ManifestApplier
{
    /// <summary>Server-side apply of every object, in the order of the set; what is on the cluster keeps its owner.</summary>
    /// <param name="client">Of the cluster.</param>
    /// <param name="manifests">What is applied; the cluster's kinds are settled.</param>
    /// <param name="run">The run that makes what is not there yet.</param>
    /// <param name="owners">What <see cref="RunInventory.FindOwnersAsync"/> found.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends it between two objects.</param>
    /// <exception cref="ApiServerException">The API server refused an object, which the exception names.</exception>
    public static async Task ApplyAsync(
        Kubernetes client, ManifestSet manifests, string run, IReadOnlyDictionary<ObjectReference, string?> owners, TimeProvider time,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(manifests);
        ArgumentNullException.ThrowIfNull(owners);
        var requests = new ApiRequests(client);
        foreach (var part in manifests.Objects.GroupBy(entry => entry.Phase))
        {
            foreach (var entry in part)
            {
                await ApplyAsync(requests, entry, RunLabel.Copy(entry, owners.GetValueOrDefault(entry.Reference, run)).ToJsonString(), cancellation)
                    .ConfigureAwait(false);
            }

            await CustomKinds.AwaitAsync(client, [.. part], time, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task ApplyAsync(ApiRequests requests, KubeObject item, string json, CancellationToken cancellation)
    {
        var path = item.Kind.PathOf(item.Namespace, item.Name);
        try
        {
            await requests.ApplyAsync(path, json, cancellation).ConfigureAwait(false);
        }
        catch (ApiServerException e)
        {
            throw new ApiServerException($"PATCH {path}", e.Code, e.Status) { Of = item };
        }
    }
}
