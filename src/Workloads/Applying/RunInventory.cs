using System.Text.Json.Nodes;
using Gauntlet.Workloads.Manifests;
using k8s;

namespace Gauntlet.Workloads.Applying;

/// <summary>Knows what a run made on a cluster, by its label.</summary>
public sealed class RunInventory(Kubernetes client)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly ApiRequests _requests = new(client);

    /// <summary>The ids of those objects of the set that are on the cluster already.</summary>
    public async Task<IReadOnlySet<string>> FindExistingAsync(ManifestSet manifests, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(manifests);
        var existing = new HashSet<string>();
        foreach (var entry in manifests.Objects)
        {
            var path = ResourcePath.Of(entry.Resource).Named(entry.Resource.Metadata.NamespaceProperty, entry.Resource.Metadata.Name);
            if (await _requests.GetAsync(path, cancellation).ConfigureAwait(false) is not null)
            {
                existing.Add(entry.Id);
            }
        }

        return existing;
    }

    /// <summary>Deletes every object with the label of a run, namespaces last, and waits until all are gone; answers what was deleted.</summary>
    public async Task<IReadOnlyList<string>> DeleteAsync(ManifestSet manifests, string run, TimeProvider time, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(manifests);
        ArgumentNullException.ThrowIfNull(time);
        var paths = manifests.Objects.Select(entry => ResourcePath.Of(entry.Resource)).Distinct().OrderBy(path => path.Plural == "namespaces" ? 1 : 0).ToList();
        var deleted = new List<string>();
        foreach (var path in paths)
        {
            foreach (var (space, name) in await FindAsync(path, run, cancellation).ConfigureAwait(false))
            {
                await _requests.DeleteAsync(path.Named(space, name), cancellation).ConfigureAwait(false);
                deleted.Add($"{path.Plural} {(space is null ? name : $"{space}/{name}")}");
            }
        }

        foreach (var path in paths)
        {
            while ((await FindAsync(path, run, cancellation).ConfigureAwait(false)).Count > 0)
            {
                await Task.Delay(Pause, time, cancellation).ConfigureAwait(false);
            }
        }

        return deleted;
    }

    private async Task<IReadOnlyList<(string? Namespace, string Name)>> FindAsync(ResourcePath path, string run, CancellationToken cancellation)
    {
        var list = await _requests.GetAsync($"{path.All}?labelSelector={Uri.EscapeDataString($"{RenderedManifests.RunLabel}={run}")}", cancellation).ConfigureAwait(false);
        return [.. (list?["items"] as JsonArray ?? []).Select(item => ((string?)item!["metadata"]!["namespace"], (string)item["metadata"]!["name"]!))];
    }
}
