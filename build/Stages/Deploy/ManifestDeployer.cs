using Gauntlet.Build.Clusters;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Processes;
using Gauntlet.Build.Tools;
using Gauntlet.Workloads.Applying;
using Gauntlet.Workloads.Manifests;
using k8s;

namespace Gauntlet.Build.Stages.Deploy;

/// <summary>What was applied, and how.</summary>
/// <param name="By">"kubectl 1.35.8" or "API client".</param>
/// <param name="Foreign">Number of objects that were there before, made by somebody else; they stay when this run ends.</param>
public sealed record Applied(string By, int Foreign);

/// <summary>Puts manifests on a cluster: by kubectl where there is one, by the API client where the embedded cluster has none.</summary>
public static class ManifestDeployer
{
    /// <summary>Applies namespaces, then the rest.</summary>
    /// <exception cref="StageException">The API server refuses an object: usage, with the user's file. It cannot be asked, or kubectl fails: infrastructure.</exception>
    public static async Task<Applied> ApplyAsync(BuildContext context, ClusterResult cluster, ManifestSet manifests, CommandJournal journal, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(manifests);
        using var client = Kubeconfig.Connect(context, cluster);
        // Only what this run makes carries its label: teardown of a cluster that is not ours goes by it.
        var (run, owners) = (context.State.Run.Id, await ClusterApi.AskAsync(() => new RunInventory(client).FindOwnersAsync(manifests, cancellation), cancellation).ConfigureAwait(false));
        var foreign = owners.Values.Count(owner => owner != run);
        var folders = Files.Use(() => RenderedManifests.Write(context.Paths.RenderedManifests, manifests, run, owners));
        if (RunTools.Find(context, "kubectl") is not { } kubectl)
        {
            await ClusterApi.AskAsync(() => ApplyByClientAsync(client, manifests, run, owners, cancellation), cancellation).ConfigureAwait(false);
            return new Applied("API client", foreign);
        }

        await Task.Run(
            () => journal.Run(
                () => folders.ToList().ForEach(folder => Kubectl.Apply(context, cluster, folder)),
                failed => ManifestRefusal.OfKubectl(failed.Output, manifests)?.AsUsage(manifests, failed.Output)),
            cancellation).ConfigureAwait(false);
        return new Applied($"kubectl {kubectl.Version}", foreign);
    }

    private static async Task ApplyByClientAsync(
        Kubernetes client, ManifestSet manifests, string run, IReadOnlyDictionary<string, string?> owners, CancellationToken cancellation)
    {
        try
        {
            await ManifestApplier.ApplyAsync(client, manifests, run, owners, cancellation).ConfigureAwait(false);
        }
        catch (ApiServerException e) when (ManifestRefusal.Of(e) is { } refusal)
        {
            throw refusal.AsUsage(manifests, null);
        }
    }
}
