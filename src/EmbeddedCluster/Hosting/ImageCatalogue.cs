using System.Text.RegularExpressions;
using Gauntlet.EmbeddedCluster.Ingress;
using Gauntlet.EmbeddedCluster.Kubelet.Programs;
using Gauntlet.EmbeddedCluster.Kubelet;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Hosting;

/// <summary>Which program stands in for which image. What is not in here cannot be pulled, as from a registry that does not have it.</summary>
internal sealed partial class ImageCatalogue(HttpEchoProgram echo, IngressControllerProgram ingress, ShellProgram shell) : IImages
{
    /// <inheritdoc/>
    public IContainerProgram? Find(ImageReference image) => image.Repository switch
    {
        "docker.io/hashicorp/http-echo" when image.Tag is "" or "latest" or "alpine" or "0.2.3" or "0.2.4" or "1.0" or "1.0.0" => echo,
        "registry.k8s.io/ingress-nginx/controller" when image.Tag.Length == 0 || ControllerTag().IsMatch(image.Tag) => ingress,
        "docker.io/library/busybox" when image.Tag is "" or "latest" or "1.36" or "1.37" => shell,
        _ => null,
    };

    /// <inheritdoc/>
    public string Missing(ImageReference image)
    {
        var known = Find(image with { Tag = "", Digest = "" }) is not null;
        return known || !image.Repository.StartsWith("docker.io/", StringComparison.Ordinal)
            ? $"rpc error: code = NotFound desc = failed to pull and unpack image \"{image.Full}\": "
                + $"failed to resolve reference \"{image.Full}\": {image.Full}: not found"
            : $"failed to pull and unpack image \"{image.Full}\": failed to resolve reference \"{image.Full}\": pull access denied, repository does not exist "
                + "or may require authorization: server message: insufficient_scope: authorization failed";
    }

    [GeneratedRegex(@"^v1\.\d+\.\d+(-[\w.]+)?$")]
    private static partial Regex ControllerTag();
}
