using System.Net;
using System.Net.Sockets;
using Gauntlet.Build.Cli;

namespace Gauntlet.Build.Clusters;

/// <summary>Whether a port of the loopback address can be bound.</summary>
internal static class PortProbe
{
    /// <summary>What to do about each port of the ingress that is taken.</summary>
    /// <param name="options">Name the ports.</param>
    /// <param name="mayBeTaken">Whether that is no obstacle: by the cluster of the same name, or where another port does as well.</param>
    public static IEnumerable<string> Obstacles(OptionValues options, Func<Option<int>, bool> mayBeTaken) =>
        from option in new[] { ClusterOptions.HttpPort, ClusterOptions.HttpsPort }
        where !mayBeTaken(option)
        let why = WhyTaken(options.Of(option))
        where why is not null
        select $"Port {options.Of(option)} of 127.0.0.1 is taken ({why}). Free it, or choose another with --{option.Name}.";

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
