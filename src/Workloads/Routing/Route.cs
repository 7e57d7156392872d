using System.Collections.ObjectModel;

namespace Gauntlet.Workloads.Routing;

/// <summary>A way through the ingress, and the answer that is expected on it.</summary>
/// <param name="Name">Unique: the first label of the host (the whole host where two begin alike), with the path of the rule where the host has several.</param>
/// <param name="Host">Sent as the Host header; never resolved.</param>
/// <param name="Path">Path of the request.</param>
/// <param name="Service">namespace/name of the Service behind it.</param>
/// <param name="ExpectedStatus">HTTP status.</param>
/// <param name="ExpectedBody">The whole body, to the last character; null where the body is not checked.</param>
public sealed record Route(string Name, string Host, string Path, string Service, int ExpectedStatus, string? ExpectedBody)
{
    /// <summary>HTTP method, upper case.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>
    /// Headers as the manifest has them: a value, or where the value is to be had (<c>env:NAME</c>, <c>file:path</c>, <c>exec:command</c>), so that no secret
    /// is in a manifest, and
    /// so in nothing that is made from one.
    /// </summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Body of the request; null sends none.</summary>
    public string? Body { get; init; }

    /// <summary>Whether a header's value comes from elsewhere: then no answer is shown, which may repeat it.</summary>
    public bool HasSecret => Headers.Values.Any(IsReference);

    private static readonly string[] References = ["env:", "file:", "exec:"];

    /// <summary>True for a header's value that says where the value is to be had.</summary>
    public static bool IsReference(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return References.Any(kind => value.StartsWith(kind, StringComparison.Ordinal));
    }
}
