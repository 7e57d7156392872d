using Gauntlet.Workloads.Objects;
using k8s;
using k8s.Autorest;

namespace Gauntlet.Workloads.Health;

/// <summary>Asks whether a cluster that was healthy still is one.</summary>
public static class LostCluster
{
    /// <summary>What is gone, in a sentence: the API server, or nodes. Null when all are well.</summary>
    public static async Task<string?> WhyAsync(IKubernetes client, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(client);
        try
        {
            var nodes = await client.CoreV1.ListNodeAsync(cancellationToken: cancellation).ConfigureAwait(false);
            var lost = nodes.Items.Where(node => !Conditions.IsReady(node)).Select(node => node.Metadata.Name).ToList();
            return lost.Count == 0 ? null : $"the cluster lost {string.Join(", ", lost)}";
        }
        catch (Exception e) when (
            e is HttpRequestException or HttpOperationException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            var why = e is OperationCanceledException ? "its API server gave no answer in time" : e.GetBaseException().Message;
            return $"the cluster no longer answers ({why})";
        }
    }
}
