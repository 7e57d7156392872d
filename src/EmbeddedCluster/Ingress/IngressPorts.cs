using System.Net;
using Gauntlet.EmbeddedCluster.Kubelet;

namespace Gauntlet.EmbeddedCluster.Ingress;

/// <summary>Where the host ports 80 and 443 of the ingress controller appear on this machine.</summary>
internal sealed record IngressPorts(IPEndPoint Http, IPEndPoint Https, IReadOnlyList<string> Notes)
{
    /// <summary>The wanted ports where they can be bound, else free ones, and a note that says so.</summary>
    public static IngressPorts Choose(int http, int https)
    {
        List<string> notes = [];
        IPEndPoint Choose(int port, string scheme)
        {
            var wanted = new IPEndPoint(IPAddress.Loopback, port);
            if (port > 0 && PodNetwork.CanBind(wanted))
            {
                return wanted;
            }

            var free = PodNetwork.FreePort(IPAddress.Loopback);
            if (port > 0)
            {
                notes.Add($"port {port} is taken or needs more rights: the ingress answers {scheme} on port {free.Port} instead");
            }

            return free;
        }

        return new IngressPorts(Choose(http, "HTTP"), Choose(https, "HTTPS"), notes);
    }
}
