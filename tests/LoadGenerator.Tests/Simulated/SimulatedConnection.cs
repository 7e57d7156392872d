using System.Text;
using Gauntlet.LoadGenerator.Epoll;

namespace Gauntlet.LoadGenerator.Tests.Simulated;

/// <summary>
/// Both ends of a TCP connection. The server's calls are public and take effect at once. The client's behave as Linux's: an error is told
/// once, after the bytes that came before it; an event is an edge, and its flags say what is so when it is reported.
/// </summary>
internal sealed class SimulatedConnection(Simulation simulation, int number)
{
    private const int ConnectionReset = 104;
    private const int BrokenPipe = 32;

    private readonly Queue<byte> _sent = [];
    private readonly Queue<(long End, long At)> _times = []; // of what was sent at once
    private string _asked = "";
    private uint _index;
    private uint _generation;
    private bool _isWatched;
    private bool _hasEdge;
    private bool _isConnected;
    private bool _isBroken;
    private bool _isDeaf;
    private bool _wantsRoom;
    private int _underWay;
    private int _error;
    private long _read;
    private long _arrived;
    private long? _arrivedAtEnd;

    /// <summary>Number of the connection, from 1.</summary>
    public int Number => number;

    /// <summary>Requests that came on it.</summary>
    public int Requests { get; private set; }

    /// <summary>The server sends no more.</summary>
    public bool HasEnded { get; private set; }

    internal bool HasNews => _sent.Count > 0 || HasEnded;

    private uint Flags =>
        (_sent.Count > 0 || HasEnded ? Libc.EpollIn : 0)
        | (_isConnected && !_wantsRoom ? Libc.EpollOut : 0)
        | (HasEnded ? Libc.EpollRdHup : 0)
        | (_isBroken ? Libc.EpollHup : 0)
        | (_error != 0 ? Libc.EpollErr : 0);

    public void Send(string bytes)
    {
        foreach (var one in Encoding.Latin1.GetBytes(bytes))
        {
            _sent.Enqueue(one);
        }

        _times.Enqueue((_read + _sent.Count, simulation.Clock.Now));
        Edge();
    }

    /// <summary>Sends no more, and goes on listening.</summary>
    public void End()
    {
        _arrivedAtEnd ??= _arrived;
        HasEnded = true;
        Edge();
    }

    /// <summary>Neither sends nor listens any more: the client's next bytes are answered by a reset.</summary>
    public void Close()
    {
        _isDeaf = true;
        End();
    }

    public void Reset() => Break(ConnectionReset);

    internal void Accept()
    {
        _isConnected = true;
        Edge();
    }

    internal void Break(int error)
    {
        _error = error;
        _isBroken = HasEnded = true;
        Edge();
    }

    internal void Watch(uint index, uint generation)
    {
        (_index, _generation, _isWatched) = (index, generation, true);
        if (Flags != 0)
        {
            Edge();
        }
    }

    internal void Unwatch()
    {
        _isWatched = _hasEdge = false;
        simulation.Ready.Remove(this);
    }

    internal Readiness TakeEvent()
    {
        _hasEdge = false;
        return new Readiness(Flags, _index, _generation);
    }

    internal int TakeError()
    {
        var error = _error;
        _error = 0;
        return error;
    }

    /// <summary>Whether the server had sent its end before any of the client's bytes after the first ones came.</summary>
    internal bool HadEnded(long sent) => _arrivedAtEnd is { } arrived && arrived <= sent;

    /// <summary>Bytes taken, or an errno below 0.</summary>
    internal int Write(ReadOnlySpan<byte> bytes)
    {
        if (_isBroken)
        {
            return -(TakeError() is > 0 and var error ? error : BrokenPipe);
        }

        var taken = Math.Min(bytes.Length, simulation.SendBuffer - _underWay);
        _wantsRoom = taken < bytes.Length;
        if (taken == 0)
        {
            return -Libc.Again;
        }

        _underWay += taken;
        var text = Encoding.Latin1.GetString(bytes[..taken]);
        simulation.Clock.After(simulation.Wire, () => Arrive(text));
        return taken;
    }

    /// <summary>Bytes read, 0 at the end, or an errno below 0; and when the last of them came.</summary>
    internal int Read(Span<byte> buffer, out long at)
    {
        at = 0;
        if (_sent.Count == 0)
        {
            return TakeError() is > 0 and var error ? -error : HasEnded ? 0 : -Libc.Again;
        }

        var count = Math.Min(buffer.Length, _sent.Count);
        for (var i = 0; i < count; i++)
        {
            buffer[i] = _sent.Dequeue();
        }

        _read += count;
        while (_times.Peek().End < _read)
        {
            _times.Dequeue();
        }

        at = _times.Peek().At;
        return count;
    }

    private void Edge()
    {
        if (_isWatched && !_hasEdge)
        {
            _hasEdge = true;
            simulation.Ready.Add(this);
        }
    }

    private void Arrive(string text)
    {
        _underWay -= text.Length;
        if (_wantsRoom)
        {
            _wantsRoom = false;
            Edge();
        }

        if (_isBroken)
        {
            return;
        }

        if (_isDeaf)
        {
            Reset();
            return;
        }

        _arrived += text.Length;
        _asked += text;
        if (_asked.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            var head = _asked;
            _asked = "";
            Requests++;
            simulation.Arrived(this, head);
        }
    }
}
