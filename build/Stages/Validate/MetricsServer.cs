using Gauntlet.Build.Clusters;
using Gauntlet.Build.Clusters.Existing;
using Gauntlet.Build.Clusters.Kind;
using Gauntlet.Workloads.Health;
using Gauntlet.Workloads.Manifests;
using k8s.Models;

namespace Gauntlet.Build.Stages.Validate;

/// <summary>What tells HorizontalPodAutoscalers how busy pods are, where a cluster has nothing that does.</summary>
internal static class MetricsServer
{
    private const string Group = "metrics.k8s.io";

    /// <summary>The folder of its manifests for a cluster; null where it is not wanted, or there is one.</summary>
    /// <param name="context">Of the run.</param>
    /// <param name="cluster">Where it would run. On one of somebody else an autoscaler alone is no reason to add an API for all.</param>
    /// <param name="manifests">What else is deployed.</param>
    /// <param name="findings">Get why it cannot be had although it is asked for.</param>
    /// <param name="cancellation">Ends the question to an existing cluster.</param>
    public static async Task<string?> FolderAsync(
        BuildContext context, ICluster cluster, ManifestSet manifests, Findings findings, CancellationToken cancellation)
    {
        var isAsked = context.Options.Of(ManifestOptions.MetricsServer);
        var isWanted = isAsked || (cluster.Kind == KindCluster.Name && Autoscalers.Of(manifests).Count > 0);
        if (!isWanted || manifests.Objects.Any(item => item.Is<V1APIService>() && (string?)item.Body["spec"]?["group"] == Group))
        {
            return null;
        }

        if (cluster.Kind is not (KindCluster.Name or ExistingCluster.Name))
        {
            findings.Usage([
                $"--metrics-server: The {cluster.Kind} cluster has no metrics API, as its pods use nothing that could be measured. Use --cluster=kind."]);
            return null;
        }

        // To one that does not answer nothing is added.
        if (cluster.Kind == ExistingCluster.Name && await ServedGroups.ContainsAsync(context, Group, cancellation).ConfigureAwait(false) != false)
        {
            return null;
        }

        var folder = Path.Combine(context.Paths.Manifests, "metrics-server", cluster.Kind == KindCluster.Name ? "kind" : "base");
        if (!Directory.Exists(folder))
        {
            findings.Usage([$"{context.Paths.Named(folder)} is missing, without which nothing tells HorizontalPodAutoscalers how busy "
                + "pods are. Restore it from version control, or add a metrics server of your own to the manifests."]);
            return null;
        }

        return folder;
    }
}
