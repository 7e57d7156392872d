using Gauntlet.Build.Cli;

namespace Gauntlet.Build.Clusters.Images;

/// <summary>An image that is built from the checkout, as <c>--build-image</c> names it.</summary>
/// <param name="Dockerfile">Path from the project's root, which is the context of the build.</param>
/// <param name="Image">Its name and tag, as the manifests have it.</param>
public sealed record ImageBuild(string Dockerfile, string Image)
{
    private const string Form = "is not <dockerfile>:<tag>, such as Dockerfile:shop:dev";

    /// <summary>As it is written.</summary>
    public override string ToString() => $"{Dockerfile}:{Image}";

    /// <summary>Reads one that has no problem. The first colon parts the two: a tag has colons of its own.</summary>
    public static ImageBuild Parse(string text)
    {
        var parts = text.Split(':', 2);
        return new ImageBuild(parts[0], parts[1]);
    }

    /// <summary>What is wrong with a value; null when nothing is.</summary>
    public static string? Problem(string text) =>
        text.Split(':', 2) is not [{ Length: > 0 }, { Length: > 0 } image] ? Form
        : image.Contains('@', StringComparison.Ordinal) ? "has a digest, which an image has only once a registry has it; name it by its tag alone"
        : Validation.ImageReference(image) is null ? null
        : Form;
}

/// <summary>The result of the stage that was asked to have images built.</summary>
public interface IImageBuilds
{
    /// <summary>In the order in which they were given.</summary>
    IReadOnlyList<ImageBuild> ImageBuilds { get; }
}

/// <summary>An image of the checkout that the cluster has.</summary>
/// <param name="Image">Its name and tag.</param>
/// <param name="Dockerfile">What it was built from.</param>
/// <param name="Id">The engine's, <c>sha256:...</c>; null where it was not built, as nothing of it runs on this cluster.</param>
public sealed record BuiltImage(string Image, string Dockerfile, string? Id)
{
    private const int DigitsShown = 12;

    /// <summary>For people.</summary>
    public override string ToString() =>
        Id is null ? $"{Image} simulated" : $"{Image} built here from {Dockerfile} ({Id[..Math.Min(Id.Length, "sha256:".Length + DigitsShown)]})";
}
