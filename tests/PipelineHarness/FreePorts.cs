using System.Net;
using System.Net.Sockets;

namespace Gauntlet.PipelineHarness;

/// <summary>Ports for the ingress of a test's cluster, below the range that the kernel hands to clients.</summary>
public static class FreePorts
{
    private const int First = 20000;
    private const int Count = 12000;

    private static int _next = Random.Shared.Next(Count);

    /// <summary>A port of 127.0.0.1 that nobody listens on; the same one is not given twice before all others were.</summary>
    /// <exception cref="InvalidOperationException">Every port of the range is taken.</exception>
    public static int Take()
    {
        for (var attempt = 0; attempt < Count; attempt++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _next) % Count);
            if (IsFree(port))
            {
                return port;
            }
        }

        throw new InvalidOperationException($"No port from {First} to {First + Count - 1} of 127.0.0.1 is free.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
