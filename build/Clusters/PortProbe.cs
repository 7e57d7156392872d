using System.Net;
using System.Net.Sockets;

namespace Gauntlet.Build.Clusters;

/// <summary>Whether a port of the loopback address can be bound.</summary>
internal static class PortProbe
{
    /// <summary>Why the port is not free; null when it is. A port that this user may not bind is free: Docker binds it as root.</summary>
    public static string? WhyTaken(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen();
            return null;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied)
        {
            return null;
        }
        catch (SocketException e)
        {
            return e.Message;
        }
    }
}
