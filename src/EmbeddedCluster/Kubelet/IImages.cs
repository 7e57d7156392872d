using Gauntlet.EmbeddedCluster.Client;

namespace Gauntlet.EmbeddedCluster.Kubelet;

/// <summary>What the registries of a cluster have.</summary>
internal interface IImages
{
    /// <summary>The program that stands in for an image; null where it cannot be pulled.</summary>
    IContainerProgram? Find(ImageReference image);

    /// <summary>What containerd reports for an image that its registry does not have.</summary>
    string Missing(ImageReference image);
}
