using Gauntlet.Workloads.Manifests;

namespace Gauntlet.Build.Stages.Validate;

/// <summary>What a kind of cluster cannot take of the manifests, said before there is one.</summary>
internal static class ClusterFit
{
    /// <summary>One sentence for each.</summary>
    public static IEnumerable<string> Problems(ManifestSet manifests, string clusterKind)
    {
        // What is defined on a cluster of somebody else is asked by Deploy.
        var isNew = clusterKind != "existing";
        return manifests.Objects.Where(entry => isNew && !entry.Kind.IsKnown).DistinctBy(entry => entry.Kind).Select(entry =>
            $"{Path.GetFileName(manifests.Folder)}/{entry.Origin}: Nothing defines the kind {entry.Kind.Name} in {entry.Kind.ApiVersion}, and a new cluster has none but those of Kubernetes. "
            + "Add its CustomResourceDefinition, or correct apiVersion and kind.");
    }
}
