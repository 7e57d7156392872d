using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Gauntlet.Build.Pipeline;
using Gauntlet.Workloads.Applying;
using Gauntlet.Workloads.Manifests;

namespace Gauntlet.Build.Stages.Deploy;

/// <summary>What an API server says of a manifest that it does not take: for who wrote the manifest to fix, other than a server that cannot be reached.</summary>
/// <param name="Text">As the server says it.</param>
/// <param name="File">The user's file; null where what is said names none.</param>
internal sealed partial record ManifestRefusal(string Text, string? File)
{
    /// <summary>What the API server answered; null where that is not of the manifest.</summary>
    public static ManifestRefusal? Of(ApiServerException answer) =>
        answer is { Code: HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.UnprocessableEntity, Of: { } entry } && !IsOfTheUser(answer.Status.Message)
            ? new ManifestRefusal(answer.Status.Message, entry.File)
            : null;

    /// <summary>What kubectl printed, which hands a Status on as text only; null where that is not of the manifest.</summary>
    public static ManifestRefusal? OfKubectl(IReadOnlyList<string> output, ManifestSet manifests) =>
        output.FirstOrDefault(line => Refusal().IsMatch(line) && !IsOfTheUser(line)) is { } line ? new ManifestRefusal(line, FileOf(line, manifests)) : null;

    /// <summary>The end of the stage.</summary>
    /// <param name="manifests">What was applied.</param>
    /// <param name="evidence">All that was said.</param>
    public StageException AsUsage(ManifestSet manifests, IReadOnlyList<string>? evidence) => new(
        StageOutcome.Usage,
        $"The API server does not take {(File is null ? "a manifest" : $"{Path.GetFileName(manifests.Folder)}/{File}")}: {Text.ReplaceLineEndings(" ")}",
        "Fix the object that it names; artifacts/manifests holds all as they were applied.",
        evidence);

    /// <summary>What the user of the kubeconfig may not do is no fault of the manifest.</summary>
    private static bool IsOfTheUser(string text) => UserRefusal().IsMatch(text);

    private static string? FileOf(string line, ManifestSet manifests)
    {
        if (RenderedFile().Match(line) is { Success: true } rendered)
        {
            return manifests.Objects.ElementAtOrDefault(int.Parse(rendered.Groups["index"].Value, CultureInfo.InvariantCulture))?.File;
        }

        var named = InvalidObject().Match(line);
        return named.Success
            ? manifests.Objects.SingleOrDefault(entry => entry.Resource.Kind == named.Groups["kind"].Value && entry.Resource.Metadata.Name == named.Groups["name"].Value)?.File
            : null;
    }

    [GeneratedRegex("""^The \S+ ".*" is invalid:|^Error from server \((?:Invalid|BadRequest|Forbidden)\)|unable to decode "|denied the request""", RegexOptions.CultureInvariant)]
    private static partial Regex Refusal();

    [GeneratedRegex("""\bUser ".*" cannot \w+ resource""", RegexOptions.CultureInvariant)]
    private static partial Regex UserRefusal();

    /// <summary>As <see cref="RenderedManifests"/> names its copies: the object's number comes first.</summary>
    [GeneratedRegex(@"[""/](?<index>\d{3,5})-[^/""]+\.ya?ml""", RegexOptions.CultureInvariant)]
    private static partial Regex RenderedFile();

    [GeneratedRegex("""^The (?<kind>\w+) "(?<name>[^"]+)" is invalid:""", RegexOptions.CultureInvariant)]
    private static partial Regex InvalidObject();
}
