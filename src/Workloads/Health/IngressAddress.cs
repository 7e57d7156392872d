using System.Net;

namespace Gauntlet.Workloads.Health;

/// <summary>Where the ingress answers. Host names of routes are sent to it, never resolved.</summary>
/// <param name="Http">Over HTTP.</param>
/// <param name="Https">Over HTTPS; null where it is not to be checked.</param>
public sealed record IngressAddress(IPEndPoint Http, IPEndPoint? Https);
