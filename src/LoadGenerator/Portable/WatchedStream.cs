using System.Net.Sockets;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Portable;

/// <summary>A connection that tells what of a request came onto it, and how it was lost: the handler sends one again without a word.</summary>
internal sealed class WatchedStream(Socket socket, SentRequest request) : NetworkStream(socket, ownsSocket: true)
{
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        request.IsTried = true;
        await base.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        request.IsTaken = true;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var read = await base.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (read == 0 && buffer.Length > 0)
            {
                request.Lost = Outcome.EndOfStream;
            }

            return read;
        }
        catch (IOException)
        {
            request.Lost = Outcome.Reset;
            throw;
        }
    }
}

/// <summary>What connections say of the request that a worker is busy with.</summary>
internal sealed class SentRequest
{
    /// <summary>Bytes of it were handed to a connection.</summary>
    public bool IsTried { get; set; }

    /// <summary>A connection took bytes of it: the server may have read them.</summary>
    public bool IsTaken { get; set; }

    /// <summary>How the last connection ended; null while none has.</summary>
    public Outcome? Lost { get; set; }

    public void Begin() => (IsTried, IsTaken, Lost) = (false, false, null);
}
