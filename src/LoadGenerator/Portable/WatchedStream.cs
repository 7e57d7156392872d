using System.Net.Sockets;

namespace Gauntlet.LoadGenerator.Portable;

/// <summary>A connection that tells its worker when something is written: a request written twice was retried by the handler.</summary>
internal sealed class WatchedStream(Socket socket, Action written) : NetworkStream(socket, ownsSocket: true)
{
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        written();
        base.Write(buffer);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        written();
        return base.WriteAsync(buffer, cancellationToken);
    }
}
