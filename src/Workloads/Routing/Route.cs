namespace Gauntlet.Workloads.Routing;

/// <summary>A way through the ingress, and the answer that is expected on it.</summary>
/// <param name="Name">Unique: the first label of the host (the whole host where two begin alike), with the path of the rule where the host has several.</param>
/// <param name="Host">Sent as the Host header; never resolved.</param>
/// <param name="Path">Path of the request.</param>
/// <param name="Service">namespace/name of the Service behind it.</param>
/// <param name="ExpectedStatus">HTTP status.</param>
/// <param name="ExpectedBody">The whole body, to the last character; null where the body is not checked.</param>
public sealed record Route(string Name, string Host, string Path, string Service, int ExpectedStatus, string? ExpectedBody);
