using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Gauntlet.LoadGenerator.Epoll;

/// <summary>
/// The few calls of the loop, blittable and without marshalling. Only <see cref="LastError"/> and <see cref="GetTime"/> suppress the GC transition: that is for
/// calls below a microsecond that never block. None sets the last P/Invoke error, which would cost two more calls each; who needs it asks
/// <see cref="LastError"/> right after a call that failed (the runtime keeps errno over a GC transition).
/// </summary>
internal static unsafe partial class Libc
{
    public const int AfInet = 2, AfInet6 = 10;
    public const int SockStream = 1, SockNonBlock = 0x800, SockCloseOnExec = 0x80000;
    public const int IpProtoTcp = 6, TcpNoDelay = 1, TcpInfo = 11;
    public const int SolSocket = 1, SoError = 4, SoTimestamp = 35; // SO_TIMESTAMPNS of a 64-bit process
    public const int MsgPeek = 0x2, MsgNoSignal = 0x4000;
    public const int EpollCtlAdd = 1, EpollCtlDelete = 2;
    public const int EpollCloseOnExec = 0x80000;
    public const uint EpollIn = 0x1, EpollOut = 0x4, EpollErr = 0x8, EpollHup = 0x10, EpollRdHup = 0x2000, EpollEdge = 0x8000_0000;
    public const int PrSetTimerSlack = 29;
    public const int LimitOfFiles = 7;

    public const int Interrupted = 4, Again = 11, NoMemory = 12, FilesOfAll = 23, Files = 24,
        AddressNotAvailable = 99, NoBuffers = 105, TimedOut = 110, InProgress = 115;

    private const string Name = "libc";

    [LibraryImport(Name, EntryPoint = "epoll_create1")]
    public static partial int EpollCreate(int flags);

    [LibraryImport(Name, EntryPoint = "epoll_ctl")]
    public static partial int EpollControl(int epoll, int operation, int fd, byte* change);

    [LibraryImport(Name, EntryPoint = "epoll_wait")]
    public static partial int EpollWait(int epoll, byte* events, int capacity, int milliseconds);

    [LibraryImport(Name, EntryPoint = "epoll_pwait2")]
    public static partial int EpollWaitPrecisely(int epoll, byte* events, int capacity, TimeSpec* timeout, void* signals);

    [LibraryImport(Name, EntryPoint = "nanosleep")]
    public static partial int Sleep(TimeSpec* time, TimeSpec* left);

    [LibraryImport(Name, EntryPoint = "socket")]
    public static partial int Socket(int family, int type, int protocol);

    [LibraryImport(Name, EntryPoint = "connect")]
    public static partial int Connect(int fd, byte* address, uint length);

    [LibraryImport(Name, EntryPoint = "send")]
    public static partial nint Send(int fd, byte* data, nuint length, int flags);

    [LibraryImport(Name, EntryPoint = "recv")]
    public static partial nint Receive(int fd, byte* data, nuint length, int flags);

    [LibraryImport(Name, EntryPoint = "recvmsg")]
    public static partial nint Receive(int fd, void* message, int flags);

    [LibraryImport(Name, EntryPoint = "clock_gettime")]
    [SuppressGCTransition]
    public static partial int GetTime(int clock, TimeSpec* time);

    [LibraryImport(Name, EntryPoint = "getsockopt")]
    public static partial int GetOption(int fd, int level, int option, int* value, uint* length);

    [LibraryImport(Name, EntryPoint = "setsockopt")]
    public static partial int SetOption(int fd, int level, int option, int* value, uint length);

    [LibraryImport(Name, EntryPoint = "close")]
    public static partial int Close(int fd);

    [LibraryImport(Name, EntryPoint = "prctl")]
    public static partial int ProcessControl(int option, ulong value, ulong unused3, ulong unused4, ulong unused5);

    [LibraryImport(Name, EntryPoint = "getpriority")]
    public static partial int GetPriority(int which, uint id);

    [LibraryImport(Name, EntryPoint = "getrlimit")]
    public static partial int GetLimit(int resource, Limit* limit);

    [LibraryImport(Name, EntryPoint = "syscall")]
    public static partial nint SystemCall(long number, long argument1, void* argument2, long argument3);

    /// <summary>errno of this thread, set by the last call that failed.</summary>
    public static int LastError() => *ErrorLocation();

    public static void SetLastError(int error) => *ErrorLocation() = error;

    /// <summary>An errno that tells of a lack on this machine, as .NET's name for it; success for any other.</summary>
    public static SocketError SocketErrorOf(int error) => error switch
    {
        FilesOfAll or Files => SocketError.TooManyOpenSockets,
        AddressNotAvailable => SocketError.AddressNotAvailable,
        NoMemory or NoBuffers => SocketError.NoBufferSpaceAvailable,
        _ => SocketError.Success,
    };

    [LibraryImport(Name, EntryPoint = "__errno_location")]
    [SuppressGCTransition]
    private static partial int* ErrorLocation();

    [StructLayout(LayoutKind.Sequential)]
    public struct Limit
    {
        public nuint Soft;
        public nuint Hard;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
