using Gauntlet.Build.Cli;

namespace Gauntlet.Build.Clusters.Kind;

/// <summary>What a kind cluster is made of.</summary>
public sealed class KindOptions() : OptionSet("Cluster", 11)
{
    /// <summary>Null is the pinned one.</summary>
    public static readonly Option<string> NodeImage =
        Option.Text("node-image", null, "image", "node image in place of the pinned one", Validation.ImageReference).OnlyFor(KindCluster.Name);

    public static readonly Option<IReadOnlyList<string>> LoadImages =
        Option.Many("load-image", "image", "local image to load into every node", Validation.ImageReference).OnlyFor(KindCluster.Name);
}
