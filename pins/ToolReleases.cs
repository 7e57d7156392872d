using System.Text.RegularExpressions;
using Gauntlet.Build.Tools;

namespace Gauntlet.Pins;

/// <summary>A newer version of a tool.</summary>
/// <param name="Words">Of <see cref="PinnedFiles.Tools"/> and of what repeats it, with those that take their place.</param>
internal sealed record ToolChange(string Version, IReadOnlyDictionary<string, string> Words);

/// <summary>Newer releases of the host's tools.</summary>
internal sealed partial class ToolReleases(Upstream upstream, GitHub gitHub)
{
    private const string KindRepository = "kubernetes-sigs/kind";

    /// <summary>The tools that follow their own releases.</summary>
    public static IReadOnlyList<(ToolPin Pin, string Repository)> Own { get; } =
        [(ToolPins.Kind, KindRepository), (ToolPins.Helm, "helm/helm"), (ToolPins.Trivy, "aquasecurity/trivy")];

    /// <summary>Whether the repository has the pins that this tool was built with; one that has taken the host in gets them with the host.</summary>
    public static bool AreIn(PinnedFiles files) =>
        files[PinnedFiles.Tools] is { } text
        && Own.Select(own => own.Pin).Append(ToolPins.Kubectl).All(pin => text.Contains(Constant(pin, pin.Version), StringComparison.Ordinal));

    /// <summary>The newest release of a tool; null where it is pinned already.</summary>
    /// <exception cref="UpstreamException">An upstream does not say, or the release must not run.</exception>
    public async Task<ToolChange?> NewerAsync(ToolPin pin, string repository)
    {
        var version = (await gitHub.LatestAsync(repository).ConfigureAwait(false)).Tag.TrimStart('v');
        return Versions.IsHigher(version, pin.Version) ? new ToolChange(version, await WordsAsync(pin, version).ConfigureAwait(false)) : null;
    }

    /// <summary>The same for the node image of the newest kind, within the minor version that is pinned, and for the kubectl that goes with it.</summary>
    /// <exception cref="UpstreamException">An upstream does not say, or kind's notes list no such image.</exception>
    public async Task<ToolChange?> NewerNodeAsync()
    {
        var release = await gitHub.LatestAsync(KindRepository).ConfigureAwait(false);
        var minor = ToolPins.KubernetesVersion[..ToolPins.KubernetesVersion.LastIndexOf('.')];
        var images = Node().Matches(release.Notes).Where(image => image.Groups["version"].Value.StartsWith(minor + ".", StringComparison.Ordinal)).ToList();
        var version = Versions.Highest("0.0.0", images.Select(image => image.Groups["version"].Value));
        if (images.Count == 0)
        {
            throw new UpstreamException(
                $"The notes of kind {release.Tag} list no image of Kubernetes {minor}. Choose one of another minor version there, and kubectl with it.");
        }

        if (!Versions.IsHigher(version, ToolPins.KubernetesVersion))
        {
            return null;
        }

        var words = await WordsAsync(ToolPins.Kubectl, version).ConfigureAwait(false);
        words[ToolPins.NodeImage] = images.First(image => image.Groups["version"].Value == version).Value;
        return new ToolChange(version, words);
    }

    private async Task<Dictionary<string, string>> WordsAsync(ToolPin pin, string version)
    {
        if (pin.Refused.TryGetValue(version, out var why))
        {
            throw new UpstreamException($"{pin.Name} {version} is the newest, and must not run: {why}. Wait for the next one.");
        }

        var words = new Dictionary<string, string> { [Constant(pin, pin.Version)] = Constant(pin, version) };
        foreach (var download in pin.Downloads.Values)
        {
            var address = download.Address.AbsoluteUri.Replace(pin.Version, version, StringComparison.Ordinal);
            words[download.Address.AbsoluteUri] = address;
            words[download.Sha256] = await ChecksumAsync(pin, version, new Uri(address)).ConfigureAwait(false);
        }

        return words;
    }

    /// <summary>From the file beside the download.</summary>
    private async Task<string> ChecksumAsync(ToolPin pin, string version, Uri address)
    {
        var file = Path.GetFileName(address.AbsolutePath);
        var sums = pin.Name switch
        {
            "kubectl" => new Uri(address, file + ".sha256"),
            "trivy" => new Uri(address, $"trivy_{version}_checksums.txt"),
            _ => new Uri(address, file + ".sha256sum"),
        };
        return Sum().Matches(await upstream.ReadAsync(sums).ConfigureAwait(false))
            .Where(sum => sum.Groups["file"].Value == file || !sum.Groups["file"].Success).Select(sum => sum.Groups["sum"].Value).FirstOrDefault()
            ?? throw new UpstreamException($"{sums} names no checksum of {file}. Take it from the release's own page.");
    }

    private static string Constant(ToolPin pin, string version) => $"{char.ToUpperInvariant(pin.Name[0])}{pin.Name[1..]}Version = \"{version}\"";

    [GeneratedRegex(@"kindest/node:v(?<version>\d+\.\d+\.\d+)@sha256:[0-9a-f]{64}")]
    private static partial Regex Node();

    [GeneratedRegex(@"^(?<sum>[0-9a-f]{64})(?:\s+\*?(?<file>\S+))?\s*$", RegexOptions.Multiline)]
    private static partial Regex Sum();
}
