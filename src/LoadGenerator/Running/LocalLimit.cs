using System.Net.Sockets;

namespace Gauntlet.LoadGenerator.Running;

/// <summary>
/// What this machine lacks for another connection. It is no answer of the server: the request counts as never sent, for a cause of its own.
/// </summary>
internal static class LocalLimit
{
    /// <summary>The lack behind an exception of the handler, in words; null for what may be the server's.</summary>
    public static string? Of(Exception error) => error.GetBaseException() is SocketException cause ? Of(cause.SocketErrorCode) : null;

    /// <summary>The lack, in words; null for an error that may be the server's.</summary>
    public static string? Of(SocketError error) => error switch
    {
        SocketError.TooManyOpenSockets => "this machine's load generator may open no more files: raise ulimit -n, or lower --connections",
        SocketError.AddressNotAvailable =>
            "this machine has no free port for another connection: widen net.ipv4.ip_local_port_range, or let connections be reused",
        SocketError.NoBufferSpaceAvailable => "this machine has no memory for another connection: free some, or lower --connections",
        _ => null,
    };
}
