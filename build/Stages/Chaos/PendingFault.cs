using Gauntlet.Build.Clusters;
using Gauntlet.Experiments.Chaos;

namespace Gauntlet.Build.Stages.Chaos;

/// <summary>Takes back what a run that was killed has left in force.</summary>
internal static class PendingFault
{
    /// <summary>Takes it back; answers what it was, and null where there is none.</summary>
    /// <exception cref="FaultException">It is still there.</exception>
    public static async Task<string?> UndoAsync(BuildContext context, ClusterCatalog clusters, CancellationToken cancellation)
    {
        if (context.State.Result<ChaosResult>()?.Pending is not { } pending || Faults.Find(pending.Fault) is not { } fault
            || context.State.Result<ClusterResult>() is not { } cluster)
        {
            return null;
        }

        using var client = Kubeconfig.Connect(context, cluster);
        var tools = new FaultTools(client, RunManifests.Require(context), clusters.Of(cluster.Kind).NodeFaults(context, cluster, client));
        await ClusterApi.AskAsync(() => fault.UndoAsync(tools, pending, cancellation), cancellation).ConfigureAwait(false);
        return $"{pending.Fault} of {string.Join(", ", pending.Victims.Select(victim => victim.Pod))}";
    }
}
