using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Gauntlet.Build.Pipeline;
using Gauntlet.Workloads.Applying;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Build.Stages.Deploy;

/// <summary>
/// What an API server says of a manifest that it does not take: for who wrote the manifest to fix, other than a server that cannot be reached.
/// </summary>
/// <param name="Text">As the server says it.</param>
/// <param name="Place">The user's file and line; null where what is said names none.</param>
internal sealed partial record ManifestRefusal(string Text, string? Place)
{
    /// <summary>What the API server answered; null where that is not of the manifest.</summary>
    public static ManifestRefusal? Of(ApiServerException answer) =>
        answer is { Of: { } entry } && IsRefusal(answer) && !IsOfTheUser(answer.Status.Message)
            ? new ManifestRefusal(answer.Status.Message, PlaceOf(entry, answer.Status.Field))
            : null;

    /// <summary>A namespace that is not there is named in the manifest.</summary>
    private static bool IsRefusal(ApiServerException answer) =>
        answer.Code is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.UnprocessableEntity
        || (answer.Code == HttpStatusCode.NotFound && MissingNamespace().IsMatch(answer.Status.Message));

    /// <summary>What kubectl printed, which hands a Status on as text only; null where that is not of the manifest.</summary>
    public static ManifestRefusal? OfKubectl(IReadOnlyList<string> output, ManifestSet manifests) =>
        output.FirstOrDefault(line => Refusal().IsMatch(line) && !IsOfTheUser(line)) is { } line
            ? new ManifestRefusal(line, Named(line, manifests) is { } item ? PlaceOf(item, FieldIn(line)) : null) : null;

    /// <summary>The end of the stage.</summary>
    /// <param name="manifests">What was applied.</param>
    /// <param name="evidence">All that was said.</param>
    public StageException AsUsage(ManifestSet manifests, IReadOnlyList<string>? evidence) => new(
        StageOutcome.Usage,
        $"The API server does not take {(Place is null ? "a manifest" : $"{manifests.PathOf(Place)}")}: {Text.ReplaceLineEndings(" ")}",
        "Fix the object that it names, and run --target=Validate; manifests/ in the folder of the run's files holds all as they were applied.",
        evidence);

    /// <summary>What the user of the kubeconfig may not do is no fault of the manifest.</summary>
    private static bool IsOfTheUser(string text) => UserRefusal().IsMatch(text);

    private static string PlaceOf(KubeObject item, string? field) =>
        field is not null && item.Origin.PlaceOf(field) is { } place ? $"{place.File}:{place.Line}" : item.Origin.ToString();

    private static string? FieldIn(string line) => RefusedField().Match(line) is { Success: true } match ? match.Groups["field"].Value : null;

    private static KubeObject? Named(string line, ManifestSet manifests)
    {
        if (RenderedFile().Match(line) is { Success: true } rendered)
        {
            return manifests.Objects.ElementAtOrDefault(int.Parse(rendered.Groups["index"].Value, CultureInfo.InvariantCulture));
        }

        var named = InvalidObject().Match(line);
        return named.Success
            ? manifests.Objects.Where(entry => entry.Kind.Name == named.Groups["kind"].Value && entry.Name == named.Groups["name"].Value).ToList() is [var only]
                ? only : null
            : null;
    }

    [GeneratedRegex("""^The \S+ ".*" is invalid:|^Error from server \((?:Invalid|BadRequest|Forbidden)\)|unable to decode "|denied the request|"""
        + """^Error from server \(NotFound\).*namespaces ".*" not found""", RegexOptions.CultureInvariant)]
    private static partial Regex Refusal();

    [GeneratedRegex("""^namespaces ".*" not found""", RegexOptions.CultureInvariant)]
    private static partial Regex MissingNamespace();

    [GeneratedRegex("""\bUser ".*" cannot \w+ resource""", RegexOptions.CultureInvariant)]
    private static partial Regex UserRefusal();

    /// <summary>As <see cref="LabelledCopies"/> names them: the object's number comes first.</summary>
    [GeneratedRegex(@"[""/](?<index>\d{3,5})-[^/""]+\.json""", RegexOptions.CultureInvariant)]
    private static partial Regex RenderedFile();

    /// <summary>As an API server begins the cause of a refusal, at the start of the line or behind what it names.</summary>
    [GeneratedRegex(""" is invalid: (?:\[)?(?<field>[a-z][A-Za-z0-9]*(?:\.[A-Za-z0-9_/-]+|\[[^\]]*\])*): """, RegexOptions.CultureInvariant)]
    private static partial Regex RefusedField();

    [GeneratedRegex("""^The (?<kind>\w+) "(?<name>[^"]+)" is invalid:""", RegexOptions.CultureInvariant)]
    private static partial Regex InvalidObject();
}
