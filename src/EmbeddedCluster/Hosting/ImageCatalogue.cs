using Gauntlet.EmbeddedCluster.Client;
using Gauntlet.EmbeddedCluster.Ingress;
using Gauntlet.EmbeddedCluster.Kubelet.Programs;
using Gauntlet.EmbeddedCluster.Kubelet;

namespace Gauntlet.EmbeddedCluster.Hosting;

/// <summary>Which program stands in for which image. What is not in here cannot be pulled, as from a registry that does not have it.</summary>
internal sealed class ImageCatalogue(
    ClusterSettings settings, HttpEchoProgram echo, IngressControllerProgram ingress, ShellProgram shell, BuiltImageProgram built) : IImages
{
    /// <inheritdoc/>
    public IContainerProgram? Find(ImageReference image) => settings.BuiltImages.Contains(image) ? built : EmbeddedImages.Find(image) switch
    {
        EmbeddedProgram.HttpEcho => echo,
        EmbeddedProgram.IngressController => ingress,
        EmbeddedProgram.Shell => shell,
        _ => null,
    };

    /// <inheritdoc/>
    public string Missing(ImageReference image)
    {
        return EmbeddedImages.Knows(image) || !image.Repository.StartsWith("docker.io/", StringComparison.Ordinal)
            ? $"rpc error: code = NotFound desc = failed to pull and unpack image \"{image.Full}\": "
                + $"failed to resolve reference \"{image.Full}\": {image.Full}: not found"
            : $"failed to pull and unpack image \"{image.Full}\": failed to resolve reference \"{image.Full}\": pull access denied, repository does not exist "
                + "or may require authorization: server message: insufficient_scope: authorization failed";
    }
}
