using System.Net;

namespace Gauntlet.LoadGenerator;

/// <summary>Where every connection goes, whatever host its requests name.</summary>
/// <param name="Address">The ingress address.</param>
/// <param name="Port">Its port for http routes.</param>
/// <param name="TlsPort">Its port for https routes; certificates are not verified.</param>
public sealed record LoadTarget(IPAddress Address, int Port, int TlsPort = 443);
