using System.Text.RegularExpressions;

namespace Gauntlet.EmbeddedCluster.Client;

/// <summary>An image name taken apart: <c>registry/repository:tag@digest</c>.</summary>
/// <param name="Repository">With its registry.</param>
/// <param name="Tag">Empty where a digest alone is given.</param>
/// <param name="Digest">Empty where none is given.</param>
public sealed partial record ImageReference(string Repository, string Tag, string Digest)
{
    /// <summary>As containerd writes it.</summary>
    public string Full => $"{Repository}{(Tag.Length > 0 ? $":{Tag}" : "")}{(Digest.Length > 0 ? $"@{Digest}" : "")}";

    /// <summary>Null when the text is no image name at all (InvalidImageName).</summary>
    public static ImageReference? TryParse(string text)
    {
        var match = Form().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var repository = match.Groups["name"].Value;
        var first = repository.Split('/')[0];
        if (!repository.Contains('/', StringComparison.Ordinal))
        {
            repository = $"docker.io/library/{repository}";
        }
        else if (!first.Contains('.', StringComparison.Ordinal) && !first.Contains(':', StringComparison.Ordinal) && first != "localhost")
        {
            repository = $"docker.io/{repository}";
        }

        var (tag, digest) = (match.Groups["tag"].Value, match.Groups["digest"].Value);
        return new ImageReference(repository, tag.Length == 0 && digest.Length == 0 ? "latest" : tag, digest);
    }

    /// <summary>Whether it is pulled anew each time, unless the pod says otherwise.</summary>
    public static bool IsLatest(string text) => TryParse(text)?.Tag == "latest";

    [GeneratedRegex(
        @"^(?<name>(?:[a-zA-Z0-9][a-zA-Z0-9.-]*(?::[0-9]+)?/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)"
        + @"(?::(?<tag>\w[\w.-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$")]
    private static partial Regex Form();
}
