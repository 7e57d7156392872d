using Gauntlet.LoadGenerator.Http;
using Gauntlet.LoadGenerator.Running;

namespace Gauntlet.LoadGenerator.Epoll;

internal enum ConnectionState : byte
{
    Idle,
    Connecting,
    Busy,
}

/// <summary>One connection slot of a loop; it lives as long as the loop, its socket may not.</summary>
internal sealed class Connection(int index)
{
    public const int BufferBytes = 16 * 1024;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferBytes, pinned: true);

    public int Index => index;

    public ResponseParser Parser { get; } = new();

    public ConnectionState State { get; set; }

    /// <summary>Socket, or -1.</summary>
    public int Fd { get; set; } = -1;

    /// <summary>Tells this socket's events from those of the one before it in this slot.</summary>
    public uint Generation { get; set; }

    /// <summary>Whether epoll reports this socket's events.</summary>
    public bool IsWatched { get; set; }

    /// <summary>Requests begun on this socket, the present one included.</summary>
    public int Requests { get; set; }

    /// <summary>The request under way.</summary>
    public Arrival Arrival { get; set; }

    public long Started { get; set; }

    public bool Retried { get; set; }

    /// <summary>How long the loop had stood still, all in all, when the request was begun.</summary>
    public long PausedBefore { get; set; }

    /// <summary>The request's bytes and how many are sent.</summary>
    public byte[] Request { get; set; } = [];

    public int Sent { get; set; }

    /// <summary>Bytes sent on this socket before the request.</summary>
    public long SentBefore { get; set; }

    /// <summary>Bytes received on this socket.</summary>
    public long Received { get; set; }

    /// <summary>Whether the request is booked as sent.</summary>
    public bool IsCounted { get; set; }

    /// <summary>Received bytes that are not consumed.</summary>
    public int Filled { get; set; }

    /// <summary>Closed model: not to be used before this moment.</summary>
    public long RestsUntil { get; set; }

    public ReadOnlySpan<byte> Unparsed => _buffer.AsSpan(0, Filled);

    /// <summary>Where the next bytes go.</summary>
    public Span<byte> Room => _buffer.AsSpan(Filled);

    /// <summary>Drops the consumed bytes from the front of the buffer.</summary>
    public void Consume(int bytes)
    {
        Filled -= bytes;
        if (Filled > 0)
        {
            _buffer.AsSpan(bytes, Filled).CopyTo(_buffer);
        }
    }
}
