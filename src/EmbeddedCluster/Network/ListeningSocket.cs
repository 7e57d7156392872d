using System.Net;
using System.Net.Sockets;

namespace Gauntlet.EmbeddedCluster.Network;

/// <summary>TCP sockets that hold their port: to find it free first and to bind it later would let another take it in between.</summary>
internal static class ListeningSocket
{
    /// <summary>A socket that has the port, or a free one for port 0, and still refuses connections.</summary>
    public static Socket Bind(IPEndPoint endpoint) => Open(endpoint, _ => { });

    /// <summary>A socket that takes connections. Only this decides whose the port is: Linux lets several bind it as long as none listens.</summary>
    public static Socket Listen(IPEndPoint endpoint) => Open(endpoint, socket => socket.Listen());

    /// <summary>Null where the port is taken, privileged, or the machine has no such address.</summary>
    public static Socket? TryBind(IPEndPoint endpoint) => Try(Bind, endpoint);

    /// <inheritdoc cref="TryBind"/>
    public static Socket? TryListen(IPEndPoint endpoint) => Try(Listen, endpoint);

    private static Socket? Try(Func<IPEndPoint, Socket> open, IPEndPoint endpoint)
    {
        try
        {
            return open(endpoint);
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private static Socket Open(IPEndPoint endpoint, Action<Socket> next)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endpoint);
            next(socket);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
