using System.Net;
using System.Text.RegularExpressions;
using Gauntlet.Build.Processes;
using k8s.Autorest;

namespace Gauntlet.Build.Deployment;

/// <summary>Tells an API server that does not take a manifest from one that cannot be reached: the first is for who wrote the manifest to mend.</summary>
internal static partial class ManifestRefusal
{
    /// <summary>What the API server says of the manifest; null where something else went wrong.</summary>
    /// <param name="exception">What applying ended with.</param>
    /// <param name="journal">Holds what kubectl said, where it was kubectl that applied.</param>
    public static string? Of(Exception exception, CommandJournal journal) => exception switch
    {
        HttpRequestException { StatusCode: { } status } e => Of(status, e.Message),
        HttpOperationException e => Of(e.Response.StatusCode, e.Response.Content),
        CakeException => journal.LastFailed?.Output.FirstOrDefault(line => KubectlRefusal().IsMatch(line) && !IsOfTheUser(line)),
        _ => null,
    };

    private static string? Of(HttpStatusCode status, string text) =>
        status is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.UnprocessableEntity && !IsOfTheUser(text) ? text : null;

    /// <summary>What the user of the kubeconfig may not do is no fault of the manifest.</summary>
    private static bool IsOfTheUser(string text) => UserRefusal().IsMatch(text);

    [GeneratedRegex("""^The \S+ ".*" is invalid:|^Error from server \((?:Invalid|BadRequest|Forbidden)\)|unable to decode "|denied the request""", RegexOptions.CultureInvariant)]
    private static partial Regex KubectlRefusal();

    [GeneratedRegex("""\bUser ".*" cannot \w+ resource""", RegexOptions.CultureInvariant)]
    private static partial Regex UserRefusal();
}
