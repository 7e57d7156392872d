using Gauntlet.Build.Clusters;
using Gauntlet.Build.State;
using Gauntlet.Workloads.Applying;
using Gauntlet.Workloads.Manifests;

namespace Gauntlet.Build.Deployment;

/// <summary>Puts manifests on a cluster: by kubectl where there is one, by the API client where the embedded cluster has none.</summary>
public static class ManifestDeployer
{
    /// <summary>Applies namespaces, then the rest; answers what applied them.</summary>
    public static async Task<string> ApplyAsync(BuildContext context, ClusterResult cluster, ManifestSet manifests, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(manifests);
        using var client = Kubeconfig.Connect(context, cluster);
        var inventory = new RunInventory(client);
        // Only what this run makes carries its label: teardown of a cluster that is not ours goes by it.
        var existing = cluster.Kind == "existing" ? await inventory.FindExistingAsync(manifests, cancellation).ConfigureAwait(false) : new HashSet<string>();
        var folder = RenderedManifests.Write(context.Paths.RenderedManifests, manifests, context.State.Run.Id, existing);
        if (RunTools.Find(context, "kubectl") is not { } kubectl)
        {
            await ManifestApplier.ApplyAsync(client, manifests, context.State.Run.Id, cancellation).ConfigureAwait(false);
            return "API client";
        }

        await Task.Run(
            () =>
            {
                Kubectl.Apply(context, cluster, Path.Combine(folder, RenderedManifests.Namespaces));
                Kubectl.Apply(context, cluster, Path.Combine(folder, RenderedManifests.Objects));
            },
            cancellation).ConfigureAwait(false);
        return $"kubectl {kubectl.Version}";
    }
}
