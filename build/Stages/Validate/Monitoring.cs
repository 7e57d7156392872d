using Gauntlet.Build.Clusters;
using Gauntlet.Build.Clusters.Existing;
using Gauntlet.Build.Clusters.Kind;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;
using k8s.Models;

namespace Gauntlet.Build.Stages.Validate;

/// <summary>What <c>--monitoring</c> adds to the manifests.</summary>
internal static class Monitoring
{
    private const string OperatorGroup = "monitoring.coreos.com";
    private static readonly ObjectReference Server = new("apps", "Deployment", "gauntlet-monitoring", "prometheus");

    /// <summary>The folders of its manifests for a cluster; empty where it is not asked for, or is among the manifests already.</summary>
    /// <param name="context">Of the run.</param>
    /// <param name="cluster">Where it would run.</param>
    /// <param name="manifests">What else is deployed.</param>
    /// <param name="findings">Get why it cannot be had.</param>
    /// <param name="cancellation">Ends the question to an existing cluster.</param>
    public static async Task<IReadOnlyList<string>> FoldersAsync(
        BuildContext context, ICluster cluster, ManifestSet manifests, Findings findings, CancellationToken cancellation)
    {
        if (!context.Options.Has(ManifestOptions.Monitoring) || manifests.Objects.Any(item => item.Reference == Server))
        {
            return [];
        }

        if (cluster.Kind is not (KindCluster.Name or ExistingCluster.Name))
        {
            findings.Usage([
                $"--monitoring: The {cluster.Kind} cluster runs no image, and its pods use nothing that could be scraped. Use --cluster=kind."]);
            return [];
        }

        var root = Path.Combine(context.Paths.Manifests, "monitoring");
        var server = Path.Combine(root, cluster.Kind == KindCluster.Name ? "kind" : "base");
        var monitors = Path.Combine(root, "servicemonitors");
        var folders = await HasOperatorAsync().ConfigureAwait(false) ? [server, monitors] : new[] { server };
        var missing = folders.Where(folder => !Directory.Exists(folder)).ToList();
        findings.Usage(missing.Select(folder =>
            $"{context.Paths.Named(folder)} is missing, which --monitoring deploys. Restore it from version control, or leave --monitoring out."));
        return [.. folders.Except(missing)];

        async Task<bool> HasOperatorAsync() =>
            manifests.Objects.Any(item => item.Is<V1CustomResourceDefinition>() && (string?)item.Body["spec"]?["group"] == OperatorGroup)
            || (cluster.Kind == ExistingCluster.Name && await ServedGroups.ContainsAsync(context, OperatorGroup, cancellation).ConfigureAwait(false) == true);
    }
}
