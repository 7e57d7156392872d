using System.Text.Json.Nodes;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;
using k8s;

namespace Gauntlet.Workloads.Applying;

/// <summary>Knows what a run made on a cluster, by its label.</summary>
public sealed class RunInventory(Kubernetes client)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly ApiRequests _requests = new(client);

    /// <summary>Those objects of the set that are on the cluster, each with the run whose label it carries; null where it carries none.</summary>
    /// <exception cref="ApiServerException">The API server refused a request; with its message.</exception>
    public async Task<IReadOnlyDictionary<ObjectReference, string?>> FindOwnersAsync(ManifestSet manifests, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(manifests);
        var owners = new Dictionary<ObjectReference, string?>();
        foreach (var entry in manifests.Objects.Where(entry => entry.Kind.IsKnown))
        {
            if (await _requests.GetAsync(entry.Kind.PathOf(entry.Namespace, entry.Name), cancellation).ConfigureAwait(false) is { } found)
            {
                owners[entry.Reference] = (string?)found["metadata"]?["labels"]?[RunLabel.Name];
            }
        }

        return owners;
    }

    /// <summary>Deletes every object with the label of a run, namespaces last, and waits until all are gone; answers what was deleted.</summary>
    /// <exception cref="ApiServerException">The API server refused a request; with its message.</exception>
    public async Task<IReadOnlyList<string>> DeleteAsync(ManifestSet manifests, string run, TimeProvider time, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(manifests);
        ArgumentNullException.ThrowIfNull(time);
        // A definition takes its objects along, and a namespace everything in it.
        var kinds = manifests.Objects.GroupBy(entry => entry.Kind).Where(kind => kind.Key.IsKnown)
            .OrderByDescending(kind => kind.First().Phase).Select(kind => kind.Key).ToList();
        var deleted = new List<string>();
        while (true)
        {
            var left = 0;
            foreach (var kind in kinds)
            {
                foreach (var item in await FindAsync(kind, run, cancellation).ConfigureAwait(false))
                {
                    left++;
                    if (!item.IsEnding && await _requests.DeleteAsync(kind.PathOf(item.Namespace, item.Name), item.Uid, cancellation).ConfigureAwait(false))
                    {
                        deleted.Add($"{kind.Plural} {(item.Namespace is null ? item.Name : $"{item.Namespace}/{item.Name}")}");
                    }
                }
            }

            if (left == 0)
            {
                return deleted;
            }

            await Task.Delay(Pause, time, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<LabelledObject>> FindAsync(ObjectKind kind, string run, CancellationToken cancellation)
    {
        var list = await _requests.GetAsync($"{kind.All}?labelSelector={Uri.EscapeDataString($"{RunLabel.Name}={run}")}", cancellation).ConfigureAwait(false);
        return [.. (list?["items"] as JsonArray ?? []).Select(item => item!["metadata"]!).Select(meta =>
            new LabelledObject((string?)meta["namespace"], (string)meta["name"]!, (string)meta["uid"]!, meta["deletionTimestamp"] is not null))];
    }

    private sealed record LabelledObject(string? Namespace, string Name, string Uid, bool IsEnding);
}
