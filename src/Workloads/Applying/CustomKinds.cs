using System.Net;
using System.Text.Json.Nodes;
using Gauntlet.Workloads.Kinds;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;
using k8s;
using k8s.Models;

namespace Gauntlet.Workloads.Applying;

/// <summary>The kinds that a cluster has beside those that are built in.</summary>
public static class CustomKinds
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>The set with all that the cluster knows of its kinds. A kind that the cluster does not have stays as it is.</summary>
    /// <exception cref="ApiServerException">The API server refused a request; with its message.</exception>
    public static async Task<ManifestSet> SettleAsync(Kubernetes client, ManifestSet manifests, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(manifests);
        var kinds = new Dictionary<ObjectKind, ObjectKind>();
        foreach (var kind in manifests.Objects.Select(entry => entry.Kind).Where(kind => !kind.IsKnown).Distinct())
        {
            var resources = await new ApiRequests(client).GetAsync(kind.Root, cancellation).ConfigureAwait(false);
            var found = (resources?["resources"] as JsonArray ?? [])
                .FirstOrDefault(resource => (string?)resource?["kind"] == kind.Name && (string?)resource["name"] is { } name
                && !name.Contains('/', StringComparison.Ordinal));
            kinds[kind] = found is null ? kind : kind with { Plural = (string)found["name"]!, IsNamespaced = (bool?)found["namespaced"] ?? false };
        }

        return kinds.Count == 0 ? manifests
            : ManifestSet.Of(manifests.Name, [.. manifests.Objects.Select(entry => kinds.TryGetValue(entry.Kind, out var kind) ? entry.With(kind) : entry)]);
    }

    /// <summary>Returns once the cluster serves the kinds that are defined among these objects.</summary>
    /// <exception cref="ApiServerException">The API server refused a request, or the names of a definition; with its message.</exception>
    public static async Task AwaitAsync(Kubernetes client, IReadOnlyList<KubeObject> objects, TimeProvider time, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(objects);
        var requests = new ApiRequests(client);
        foreach (var definition in objects.Where(entry => entry.Is<V1CustomResourceDefinition>()))
        {
            while (await StateAsync(requests, definition, cancellation).ConfigureAwait(false) is { WaitsFor: not null } state)
            {
                if (state.Failure is { } failure)
                {
                    throw new ApiServerException(
                        $"{definition}", HttpStatusCode.UnprocessableEntity, new ApiStatus($"{failure.Reason}: {failure.Message}"))
                    { Of = definition };
                }

                await Task.Delay(Pause, time, cancellation).ConfigureAwait(false);
            }
        }
    }

    private static async Task<KindState> StateAsync(ApiRequests requests, KubeObject definition, CancellationToken cancellation) =>
        await requests.GetAsync(definition.Kind.PathOf(null, definition.Name), cancellation).ConfigureAwait(false) is JsonObject found
            ? DefinitionKind.Judge(new LiveObject(found))
            : KindState.Waits("not on the cluster");
}
