using System.Net.Sockets;

namespace Gauntlet.LoadGenerator.Running;

/// <summary>What this machine lacks for another connection. It is no answer of the server, so it ends the run instead of counting as a failure.</summary>
internal static class LocalLimit
{
    /// <summary>The error to end with; null for one that may be the server's.</summary>
    public static SocketException? Of(SocketError error) => Words(error) is { } words ? new SocketException((int)error, words) : null;

    /// <summary>The error to end with when an exception of the handler goes back to such a lack.</summary>
    public static SocketException? Of(Exception error) => error.GetBaseException() is SocketException cause ? Of(cause.SocketErrorCode) : null;

    private static string? Words(SocketError error) => error switch
    {
        SocketError.TooManyOpenSockets => "this machine's load generator may open no more files: raise ulimit -n, or lower --connections",
        SocketError.AddressNotAvailable =>
            "this machine has no free port for another connection: widen net.ipv4.ip_local_port_range, or let connections be reused",
        SocketError.NoBufferSpaceAvailable => "this machine has no memory for another connection: free some, or lower --connections",
        _ => null,
    };
}
