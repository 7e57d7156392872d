using System.Text.Json.Nodes;
using Gauntlet.Build.Clusters;
using Gauntlet.Build.Clusters.Existing;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Processes;
using Gauntlet.Build.Tools;
using Gauntlet.Workloads.Applying;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;
using Gauntlet.Workloads.Rendering;
using k8s;

namespace Gauntlet.Build.Stages.Deploy;

/// <summary>What was applied, and how.</summary>
/// <param name="By">"kubectl 1.35.8" or "API client".</param>
/// <param name="Foreign">Number of objects that were there before, made by somebody else; they stay when this run ends.</param>
/// <param name="Adopted">Those of them that were changed, by consent.</param>
public sealed record Applied(string By, int Foreign, IReadOnlyList<string> Adopted);

/// <summary>Puts manifests on a cluster: by kubectl where there is one, by the API client where the embedded cluster has none.</summary>
public sealed class ManifestDeployer(CommandJournal journal, AuditLog audit, TimeProvider time)
{
    /// <summary>Applies namespaces, definitions of kinds, what pods need, then the rest.</summary>
    /// <exception cref="StageException">The API server refuses an object: usage, with the user's file. It cannot be asked, or kubectl fails:
    /// infrastructure.</exception>
    public async Task<Applied> ApplyAsync(BuildContext context, ClusterResult cluster, ManifestSet manifests, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(manifests);
        using var client = Kubeconfig.Connect(context, cluster);
        var settled = await ClusterApi.AskAsync(() => CustomKinds.SettleAsync(client, manifests, cancellation), cancellation).ConfigureAwait(false);
        RefuseUnknown(settled);
        // Only what this run makes carries its label: teardown of a cluster that is not ours goes by it.
        var before = await ClusterApi.AskAsync(() => new RunInventory(client).FindObjectsAsync(settled, cancellation), cancellation).ConfigureAwait(false);
        var (run, owners) = (context.State.Run.Id, RunInventory.Owners(before));
        var foreign = owners.Values.Count(owner => owner != run);
        if (RunTools.Find(context, "kubectl") is not { } kubectl)
        {
            await ClusterApi.AskAsync(() => ApplyByClientAsync(client, settled, run, owners, cancellation), cancellation).ConfigureAwait(false);
            return new Applied("API client", foreign, []);
        }

        IReadOnlyList<KubeObject> adopted = [];
        try
        {
            adopted = await ApplyByKubectlAsync(context, cluster, client, settled, run, owners, cancellation).ConfigureAwait(false);
        }
        finally
        {
            // Also of what was refused half way.
            if (cluster.Kind == ExistingCluster.Name)
            {
                await WriteAuditAsync(context, cluster, client, settled, before, cancellation).ConfigureAwait(false);
            }
        }

        return new Applied($"kubectl {kubectl.Version}", foreign, [.. adopted.Select(item => item.ToString())]);
    }

    private async Task WriteAuditAsync(
        BuildContext context, ClusterResult cluster, Kubernetes client, ManifestSet manifests, IReadOnlyDictionary<ObjectReference, JsonObject> before,
        CancellationToken cancellation)
    {
        var after = await ClusterApi.AskAsync(() => new RunInventory(client).FindObjectsAsync(manifests, cancellation), cancellation).ConfigureAwait(false);
        audit.Applied(context, cluster, before, after);
    }

    private static void RefuseUnknown(ManifestSet manifests)
    {
        var unknown = manifests.Objects.Where(entry => !entry.Kind.IsKnown).DistinctBy(entry => entry.Kind)
            .Select(entry => $"{manifests.PlaceOf(entry)}: The cluster has no kind {entry.Kind.Name} in {entry.Kind.ApiVersion}.")
            .ToList();
        if (unknown.Count > 0)
        {
            throw new StageException(StageOutcome.Usage, unknown[0], "Add its CustomResourceDefinition to the manifests, or to the cluster.", unknown);
        }
    }

    private async Task<IReadOnlyList<KubeObject>> ApplyByKubectlAsync(
        BuildContext context, ClusterResult cluster, Kubernetes client, ManifestSet manifests, string run, IReadOnlyDictionary<ObjectReference, string?> owners,
        CancellationToken cancellation)
    {
        var copies = Path.Combine(context.Paths.RenderedManifests, RenderedSet.PrivateFolder, "applied");
        try
        {
            var parts = Files.Use(() => LabelledCopies.Write(copies, manifests, run, owners));
            // A cluster that was made for this run has nothing of anybody else.
            var adopted = cluster.Kind != ExistingCluster.Name ? []
                : await Task.Run(() => Files.Use(() => new ForeignObjects(context, cluster, manifests, copies).Settle(owners)), cancellation)
                    .ConfigureAwait(false);
            foreach (var (folder, objects) in parts.Where(part => Directory.EnumerateFiles(part.Folder).Any()))
            {
                await Task.Run(
                    () => journal.Run(
                        () => Kubectl.Apply(context, cluster, folder),
                        failed => ManifestRefusal.OfKubectl(failed.Output, manifests)?.AsUsage(manifests, failed.Output)),
                    cancellation).ConfigureAwait(false);
                await ClusterApi.AskAsync(() => CustomKinds.AwaitAsync(client, objects, time, cancellation), cancellation).ConfigureAwait(false);
            }

            return adopted;
        }
        finally
        {
            // Secrets are among them, and what was rendered says the same.
            Files.Use(() => RenderedSet.Delete(copies));
        }
    }

    private async Task ApplyByClientAsync(
        Kubernetes client, ManifestSet manifests, string run, IReadOnlyDictionary<ObjectReference, string?> owners, CancellationToken cancellation)
    {
        try
        {
            await ManifestApplier.ApplyAsync(client, manifests, run, owners, time, cancellation).ConfigureAwait(false);
        }
        catch (ApiServerException e) when (ManifestRefusal.Of(e) is { } refusal)
        {
            throw refusal.AsUsage(manifests, null);
        }
    }
}
