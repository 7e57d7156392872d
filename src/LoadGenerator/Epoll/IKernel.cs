namespace Gauntlet.LoadGenerator.Epoll;

/// <summary>
/// What the loop asks of the system: time, sockets and their readiness, with the errors and flags of Linux. Implemented by structs, so that
/// the calls are compiled into the loop, and made on the thread of the loop. Tests run the same loop on a simulated one.
/// </summary>
internal interface IKernel : IDisposable
{
    /// <summary>Monotonic, in nanoseconds.</summary>
    long Now();

    /// <summary>Nanoseconds that this thread was ready to run and had no processor, since the call before; 0 where nobody counts.</summary>
    long TakeQueued();

    /// <summary>A non-blocking socket, or -1.</summary>
    int Open(SocketAddress address);

    /// <summary>0 when it is connected at once; otherwise -1, and <see cref="LastError"/> tells whether it is in progress.</summary>
    int Connect(int socket, SocketAddress address);

    /// <summary>How connecting ended: an errno, 0 for connected.</summary>
    int ConnectResult(int socket);

    /// <summary>Bytes taken, or -1.</summary>
    int Send(int socket, ReadOnlySpan<byte> bytes);

    /// <summary>
    /// Bytes received, 0 at the end of the stream, or -1; and when the last of them had come to this machine, on the clock of <see cref="Now"/>, or 0 where
    /// that is not known.
    /// </summary>
    int Receive(int socket, Span<byte> buffer, out long at);

    /// <summary>Whether there is something to receive: bytes, the end of the stream, or an error.</summary>
    bool HasNews(int socket);

    /// <summary>
    /// True where the other end is known to have ended its side before anything sent after the first <paramref name="sent"/> bytes came to it; false where
    /// that is not known. Asked when the first <paramref name="received"/> bytes are all that came.
    /// </summary>
    bool HadEnded(int socket, long sent, long received);

    void Close(int socket);

    /// <summary>errno of the last call that failed.</summary>
    int LastError();

    /// <summary>Reports every event of the socket from now on, edge-triggered, and what there is already.</summary>
    void Watch(int socket, uint index, uint generation);

    void Unwatch(int socket);

    /// <summary>Waits at most so many nanoseconds for events (0 only looks) and returns how many there are.</summary>
    int Wait(long nanoseconds);

    /// <summary>One of the events that the last wait returned.</summary>
    Readiness Event(int i);

    /// <summary>Sleeps for so long, whatever comes.</summary>
    void Sleep(long nanoseconds);
}

/// <summary>An event of a socket.</summary>
/// <param name="Flags">Those of epoll, such as <see cref="Libc.EpollIn"/>.</param>
/// <param name="Index">As given when the socket was added.</param>
/// <param name="Generation">Likewise.</param>
internal readonly record struct Readiness(uint Flags, uint Index, uint Generation);
