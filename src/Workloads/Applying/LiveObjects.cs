using System.Text.Json.Nodes;
using Gauntlet.Workloads.Objects;
using k8s;
using k8s.Models;

namespace Gauntlet.Workloads.Applying;

/// <summary>Objects of the manifests as the cluster has them, whatever their kind.</summary>
public static class LiveObjects
{
    /// <summary>The object as it is now; null where it is gone.</summary>
    /// <exception cref="HttpRequestException">The API server does not answer.</exception>
    /// <exception cref="ApiServerException">It refuses.</exception>
    public static async Task<JsonObject?> ReadAsync(Kubernetes client, KubeObject item, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(item);
        return await new ApiRequests(client).GetAsync(item.Kind.PathOf(item.Namespace, item.Name), cancellation).ConfigureAwait(false) as JsonObject;
    }

    /// <summary>Changes what a merge patch (RFC 7396) names of it.</summary>
    /// <exception cref="HttpRequestException">The API server does not answer.</exception>
    /// <exception cref="ApiServerException">It refuses, or the object is gone.</exception>
    public static Task PatchAsync(Kubernetes client, KubeObject item, JsonObject change, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(change);
        return new ApiRequests(client).MergeAsync(item.Kind.PathOf(item.Namespace, item.Name), change.ToJsonString(), cancellation);
    }

    /// <summary>Deletes one pod; answers false where it is gone already, or another one has its name now.</summary>
    /// <param name="client">The cluster.</param>
    /// <param name="space">Its namespace.</param>
    /// <param name="name">Its name.</param>
    /// <param name="uid">Tells it from another of its name.</param>
    /// <param name="grace">Seconds that its containers have to end; null is what the pod asks for.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="HttpRequestException">The API server does not answer.</exception>
    /// <exception cref="ApiServerException">It refuses.</exception>
    public static Task<bool> DeletePodAsync(Kubernetes client, string space, string name, string uid, int? grace, CancellationToken cancellation) =>
        new ApiRequests(client).DeleteAsync(KindTable.Of(typeof(V1Pod)).PathOf(space, name), uid, cancellation, grace);
}
