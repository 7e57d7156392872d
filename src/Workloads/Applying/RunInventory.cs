using System.Text.Json.Nodes;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;
using k8s;

namespace Gauntlet.Workloads.Applying;

/// <summary>Knows what a run made on a cluster, by its label.</summary>
public sealed class RunInventory(Kubernetes client)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How long objects may be on their way out with none of them gone. Pods are given 30 s by default, and a kubelet that missed the end of one looks again
    /// after a minute to a minute and a half (its syncFrequency, and what is added to it by chance).
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);

    private readonly ApiRequests _requests = new(client);

    /// <summary>Those objects of the set that are on the cluster, each with the run whose label it carries; null where it carries none.</summary>
    /// <exception cref="ApiServerException">The API server refused a request; with its message.</exception>
    public async Task<IReadOnlyDictionary<ObjectReference, string?>> FindOwnersAsync(ManifestSet manifests, CancellationToken cancellation) =>
        Owners(await FindObjectsAsync(manifests, cancellation).ConfigureAwait(false));

    /// <summary>The run whose label each object carries; null where it carries none.</summary>
    public static IReadOnlyDictionary<ObjectReference, string?> Owners(IReadOnlyDictionary<ObjectReference, JsonObject> objects) =>
        objects.ToDictionary(entry => entry.Key, entry => (string?)entry.Value["metadata"]?["labels"]?[RunLabel.Name]);

    /// <summary>Those objects of the set that are on the cluster, as they are there.</summary>
    /// <exception cref="ApiServerException">The API server refused a request; with its message.</exception>
    public async Task<IReadOnlyDictionary<ObjectReference, JsonObject>> FindObjectsAsync(ManifestSet manifests, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(manifests);
        var objects = new Dictionary<ObjectReference, JsonObject>();
        foreach (var entry in manifests.Objects.Where(entry => entry.Kind.IsKnown))
        {
            if (await _requests.GetAsync(entry.Kind.PathOf(entry.Namespace, entry.Name), cancellation).ConfigureAwait(false) is JsonObject found)
            {
                objects[entry.Reference] = found;
            }
        }

        return objects;
    }

    /// <summary>Deletes every object with the label of a run, namespaces last, and waits until all are gone; answers what was deleted.</summary>
    /// <param name="manifests">Their kinds are looked through.</param>
    /// <param name="run">Whose objects.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends it between two rounds.</param>
    /// <param name="deleted">Told of each object as it was when it was deleted.</param>
    /// <exception cref="ApiServerException">The API server refused a request; with its message.</exception>
    /// <exception cref="TeardownHeldException">Something keeps objects from going.</exception>
    public async Task<IReadOnlyList<string>> DeleteAsync(
        ManifestSet manifests, string run, TimeProvider time, CancellationToken cancellation, Action<ObjectReference, JsonObject>? deleted = null)
    {
        ArgumentNullException.ThrowIfNull(manifests);
        ArgumentNullException.ThrowIfNull(time);
        // A definition takes its objects along, and a namespace everything in it.
        var kinds = manifests.Objects.GroupBy(entry => entry.Kind).Where(kind => kind.Key.IsKnown)
            .OrderByDescending(kind => kind.First().Phase).Select(kind => kind.Key).ToList();
        var (names, left, since) = (new List<string>(), new List<JsonObject>(), time.GetTimestamp());
        while (true)
        {
            var before = left;
            left = [];
            foreach (var kind in kinds)
            {
                foreach (var item in await FindAsync(kind, run, cancellation).ConfigureAwait(false))
                {
                    left.Add(item.Body);
                    if (!item.IsEnding && await _requests.DeleteAsync(kind.PathOf(item.Namespace, item.Name), item.Uid, cancellation).ConfigureAwait(false))
                    {
                        names.Add($"{kind.Plural} {(item.Namespace is null ? item.Name : $"{item.Namespace}/{item.Name}")}");
                        deleted?.Invoke(new ObjectReference(kind.Group, kind.Name, item.Namespace, item.Name), item.Body);
                    }
                }
            }

            since = left.Count == before.Count ? since : time.GetTimestamp();
            if (left.Count == 0)
            {
                return names;
            }

            if (time.GetElapsedTime(since) > Patience)
            {
                throw new TeardownHeldException([.. left.Select(HeldObject.Of)]);
            }

            await Task.Delay(Pause, time, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<LabelledObject>> FindAsync(ObjectKind kind, string run, CancellationToken cancellation)
    {
        var list = await _requests.GetAsync($"{kind.All}?labelSelector={Uri.EscapeDataString($"{RunLabel.Name}={run}")}", cancellation).ConfigureAwait(false);
        return [.. (list?["items"] as JsonArray ?? []).Select(item => new LabelledObject(Named(item!.AsObject(), kind)))];
    }

    /// <summary>Items of a list come without their kind.</summary>
    private static JsonObject Named(JsonObject item, ObjectKind kind)
    {
        var named = item.DeepClone().AsObject();
        (named["apiVersion"], named["kind"]) = (kind.ApiVersion, kind.Name);
        return named;
    }

    private sealed record LabelledObject(JsonObject Body)
    {
        public string? Namespace => (string?)Metadata["namespace"];

        public string Name => (string)Metadata["name"]!;

        public string Uid => (string)Metadata["uid"]!;

        public bool IsEnding => Metadata["deletionTimestamp"] is not null;

        private JsonNode Metadata => Body["metadata"]!;
    }
}
