using System.Text.RegularExpressions;

namespace Gauntlet.EmbeddedCluster.Client;

/// <summary>What the embedded cluster runs in place of an image.</summary>
public enum EmbeddedProgram
{
    /// <summary>Of hashicorp/http-echo.</summary>
    HttpEcho,

    /// <summary>Of the ingress-nginx controller.</summary>
    IngressController,

    /// <summary>Of busybox: what <see cref="EmbeddedShell"/> knows.</summary>
    Shell,
}

/// <summary>The images of the embedded cluster, for who has to know them before one runs.</summary>
public static partial class EmbeddedImages
{
    /// <summary>What stands in for an image; null where nothing does.</summary>
    public static EmbeddedProgram? Find(ImageReference image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return image.Repository switch
        {
            "docker.io/hashicorp/http-echo" when image.Tag is "" or "latest" or "alpine" or "0.2.3" or "0.2.4" or "1.0" or "1.0.0" => EmbeddedProgram.HttpEcho,
            "registry.k8s.io/ingress-nginx/controller" when image.Tag.Length == 0 || ControllerTag().IsMatch(image.Tag) => EmbeddedProgram.IngressController,
            "docker.io/library/busybox" when image.Tag is "" or "latest" or "1.36" or "1.37" => EmbeddedProgram.Shell,
            _ => null,
        };
    }

    /// <summary>Whether a registry has the repository that is stood in for, if not this version of it.</summary>
    public static bool Knows(ImageReference image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Find(image with { Tag = "", Digest = "" }) is not null;
    }

    /// <summary>
    /// Whether an image ends here as it would anywhere: it is stood in for, or it can be pulled nowhere, as its name is none, its version is none of its
    /// repository's, or its registry has a name that is reserved (RFC 2606).
    /// </summary>
    public static bool EndsAsAnywhere(string image) =>
        ImageReference.TryParse(image) is not { } reference || Knows(reference) || Reserved().IsMatch(reference.Repository.Split('/')[0]);

    [GeneratedRegex(@"^v1\.\d+\.\d+(-[\w.]+)?$")]
    private static partial Regex ControllerTag();

    [GeneratedRegex(@"(?:^|\.)(?:invalid|example|test|example\.(?:com|net|org))(?::\d+)?$")]
    private static partial Regex Reserved();
}
