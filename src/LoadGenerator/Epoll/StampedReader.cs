using System.Runtime.InteropServices;
using Gauntlet.LoadGenerator.Running;

namespace Gauntlet.LoadGenerator.Epoll;

/// <summary>
/// Reads from sockets together with the moment at which what was read had come to this machine, by the kernel's own note (SO_TIMESTAMPNS, see socket(7)
/// and tcp_recvmsg): that moment is the same however late the bytes are read.
/// </summary>
internal sealed unsafe class StampedReader : IDisposable
{
    private const int RealTime = 0; // the clock of the notes
    private const nuint NoteBytes = 32; // struct cmsghdr, then struct timespec
    private const nuint ControlBytes = 2 * NoteBytes;

    private readonly Message* _message;

    public StampedReader()
    {
        var bytes = (nuint)(sizeof(Message) + sizeof(Vector)) + ControlBytes;
        _message = (Message*)NativeMemory.AlignedAlloc(bytes, 64);
        NativeMemory.Clear(_message, bytes);
        _message->Vector = (Vector*)(_message + 1);
        _message->VectorCount = 1;
        _message->Control = (byte*)(_message->Vector + 1);
    }

    /// <summary>Asks the kernel to note when what comes to a socket has come. Without effect where the layout of the notes is another one.</summary>
    public static void Prepare(int socket)
    {
        var one = 1;
        _ = Environment.Is64BitProcess ? Libc.SetOption(socket, Libc.SolSocket, Libc.SoTimestamp, &one, sizeof(int)) : 0;
    }

    /// <summary>As <see cref="IKernel.Receive"/>.</summary>
    public int Receive(int socket, Span<byte> buffer, out long at)
    {
        int received;
        fixed (byte* start = buffer)
        {
            *_message->Vector = new Vector { Start = start, Length = (nuint)buffer.Length };
            _message->ControlBytes = ControlBytes;
            received = (int)Libc.Receive(socket, _message, 0);
        }

        at = received > 0 && _message->ControlBytes >= NoteBytes ? OnClock(*(Libc.TimeSpec*)(_message->Control + (NoteBytes / 2))) : 0;
        return received;
    }

    public void Dispose() => NativeMemory.AlignedFree(_message);

    private static long OnClock(Libc.TimeSpec noted)
    {
        Libc.TimeSpec real;
        _ = Libc.GetTime(RealTime, &real);
        var age = ((real.Seconds - noted.Seconds) * Clock.Second) + real.Nanoseconds - noted.Nanoseconds;
        return Clock.Now() - Math.Max(0, age);
    }

    /// <summary>struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Vector
    {
        public byte* Start;
        public nuint Length;
    }

    /// <summary>struct msghdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Message
    {
        public void* Name;
        public uint NameBytes;
        public Vector* Vector;
        public nuint VectorCount;
        public byte* Control;
        public nuint ControlBytes;
        public int Flags;
    }
}
