using System.Net;
using System.Net.Sockets;
using Gauntlet.EmbeddedCluster.Network;

namespace Gauntlet.EmbeddedCluster.Ingress;

/// <summary>Where the host ports 80 and 443 of the ingress controller appear on this machine.</summary>
internal sealed record IngressPorts(HostPort Http, HostPort Https, IReadOnlyList<string> Notes) : IDisposable
{
    /// <summary>The wanted ports where they can be bound, else free ones, and a note that says so.</summary>
    public static IngressPorts Choose(int http, int https)
    {
        List<string> notes = [];
        HostPort Choose(int port, string scheme)
        {
            if (port > 0 && ListeningSocket.TryBind(new IPEndPoint(IPAddress.Loopback, port)) is { } wanted)
            {
                return new HostPort(wanted);
            }

            var free = new HostPort(ListeningSocket.Bind(new IPEndPoint(IPAddress.Loopback, 0)));
            if (port > 0)
            {
                notes.Add($"port {port} is taken or needs more rights: the ingress answers {scheme} on port {free.Endpoint.Port} instead");
            }

            return free;
        }

        return new IngressPorts(Choose(http, "HTTP"), Choose(https, "HTTPS"), notes);
    }

    /// <summary>The socket of a host port; null for any other endpoint.</summary>
    public Socket? Take(IPEndPoint endpoint) => endpoint.Equals(Http.Endpoint) ? Http.Take() : endpoint.Equals(Https.Endpoint) ? Https.Take() : null;

    public void Dispose()
    {
        Http.Dispose();
        Https.Dispose();
    }
}
