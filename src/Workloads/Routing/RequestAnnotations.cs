using System.Text.RegularExpressions;
using Gauntlet.Workloads.Objects;
using k8s.Models;

namespace Gauntlet.Workloads.Routing;

/// <summary>What a Service says of the request that is sent to it: method, headers and body.</summary>
internal static partial class RequestAnnotations
{
    private static readonly string[] OwnHeaders = ["host", "connection", "content-length", "transfer-encoding"];

    /// <summary>A problem for each of them that cannot be sent.</summary>
    public static IEnumerable<ManifestProblem> Problems(KubeObject found, V1Service service)
    {
        if (service.GetAnnotation(GauntletAnnotations.Method) is { } method && !MethodName().IsMatch(method))
        {
            yield return Problem(found, GauntletAnnotations.Method, method, "It is an HTTP method in capitals, such as POST.");
        }

        foreach (var (name, value) in Headers(service))
        {
            if (!HeaderName().IsMatch(name) || OwnHeaders.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                yield return Problem(
                    found, GauntletAnnotations.HeaderPrefix + name, value, $"Name a header, and none of the client's own: {string.Join(", ", OwnHeaders)}.");
            }
            else if (!HeaderValue().IsMatch(value) || (Route.IsReference(value) && !Reference().IsMatch(value)))
            {
                yield return Problem(
                    found, GauntletAnnotations.HeaderPrefix + name, value,
                    "It is one line of printable ASCII, or where a secret is to be had: env:NAME, file:path or exec:command.");
            }
        }
    }

    /// <summary>The route with them.</summary>
    public static Route Apply(Route route, V1Service service)
    {
        var method = service.GetAnnotation(GauntletAnnotations.Method) ?? route.Method;
        return route with
        {
            Method = method,
            // Two routes without any are equal.
            Headers = Headers(service).Any() ? Headers(service).ToDictionary(header => header.Name, header => header.Value) : route.Headers,
            Body = service.GetAnnotation(GauntletAnnotations.RequestBody),
            ExpectedBody = method == "HEAD" ? null : route.ExpectedBody,
        };
    }

    private static IEnumerable<(string Name, string Value)> Headers(V1Service service) => (service.Metadata.Annotations ?? new Dictionary<string, string>())
        .Where(entry => entry.Key.StartsWith(GauntletAnnotations.HeaderPrefix, StringComparison.Ordinal))
        .Select(entry => (entry.Key[GauntletAnnotations.HeaderPrefix.Length..], entry.Value));

    private static ManifestProblem Problem(KubeObject found, string annotation, string value, string remedy) =>
        found.Problem($"metadata.annotations.{annotation}", $"{annotation} of the Service '{found.Name}' is '{value}'.", remedy);

    [GeneratedRegex(@"\A[A-Z]+\z")]
    private static partial Regex MethodName();

    [GeneratedRegex(@"\A[A-Za-z0-9._-]+\z")]
    private static partial Regex HeaderName();

    [GeneratedRegex(@"\A[ -~]*\z")]
    private static partial Regex HeaderValue();

    [GeneratedRegex(@"\A(env:[A-Za-z_][A-Za-z0-9_]*|file:.+|exec:.+)\z")]
    private static partial Regex Reference();
}
