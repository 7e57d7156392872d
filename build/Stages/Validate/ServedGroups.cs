using Gauntlet.Build.Clusters;
using Gauntlet.Build.Clusters.Existing;
using Gauntlet.Build.Pipeline;
using k8s;

namespace Gauntlet.Build.Stages.Validate;

/// <summary>The API groups of a cluster that exists.</summary>
internal static class ServedGroups
{
    /// <summary>Whether it serves a group; null where it does not answer, which is among its obstacles.</summary>
    public static async Task<bool?> ContainsAsync(BuildContext context, string group, CancellationToken cancellation)
    {
        try
        {
            using var client = Kubeconfig.Connect(context.Options.Of(ExistingOptions.Kubeconfig)!, context.Options.Of(ExistingOptions.Context)!);
            var groups = await ClusterApi.AskAsync(() => client.Apis.GetAPIVersionsAsync(cancellation), cancellation).ConfigureAwait(false);
            return groups.Groups.Any(served => served.Name == group);
        }
        catch (StageException)
        {
            return null;
        }
    }
}
