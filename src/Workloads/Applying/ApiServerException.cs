using System.Net;

namespace Gauntlet.Workloads.Applying;

/// <summary>The API server answered a request with an error.</summary>
/// <param name="request">Method and path.</param>
/// <param name="code">The HTTP status.</param>
/// <param name="status">What it says.</param>
public sealed class ApiServerException(string request, HttpStatusCode code, ApiStatus status)
    : Exception($"{request} was answered with {(int)code}: {status.Message}")
{
    /// <summary>The HTTP status.</summary>
    public HttpStatusCode Code { get; } = code;

    /// <summary>What the server says.</summary>
    public ApiStatus Status { get; } = status;

    /// <summary>The object of the manifests that was to be applied; null for any other request.</summary>
    public Objects.KubeObject? Of { get; init; }
}
