using System.Net;
using System.Net.Sockets;
using Gauntlet.EmbeddedCluster.Network;

namespace Gauntlet.EmbeddedCluster.Ingress;

/// <summary>A port of this machine that is kept from the moment it is chosen, so that nothing else gets it before the ingress controller starts.</summary>
internal sealed class HostPort(Socket bound) : IDisposable
{
    private Socket? _kept = bound;

    public IPEndPoint Endpoint { get; } = (IPEndPoint)bound.LocalEndPoint!;

    /// <summary>The socket for the controller to listen on, which is its own from now on. A controller that comes after it binds the port again.</summary>
    /// <exception cref="SocketException">Another holds the port by now.</exception>
    public Socket Take() => Interlocked.Exchange(ref _kept, null) ?? ListeningSocket.Bind(Endpoint);

    public void Dispose() => _kept?.Dispose();
}
