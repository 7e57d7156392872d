using System.ComponentModel;
using System.Runtime.InteropServices;
using Gauntlet.LoadGenerator.Running;

namespace Gauntlet.LoadGenerator.Epoll;

/// <summary>
/// One epoll instance. Sockets are added edge-triggered and for everything: no call per request changes what is watched. struct
/// epoll_event is packed on x86 only, so events are read by offset.
/// </summary>
internal sealed unsafe class EventQueue : IDisposable
{
    private const int Capacity = 256;

    private static readonly bool Packed = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86;
    private static readonly int Stride = Packed ? 12 : 16;
    private static readonly int DataOffset = Packed ? 4 : 8;

    private readonly byte* _events = (byte*)NativeMemory.AlignedAlloc((nuint)(Capacity * Stride), 64);
    private readonly int _epoll = Libc.EpollCreate(Libc.EpollCloseOnExec);
    private bool _precise = true;

    public EventQueue()
    {
        if (_epoll < 0)
        {
            throw new Win32Exception(Libc.LastError());
        }
    }

    public Readiness Event(int i)
    {
        var start = _events + (i * Stride);
        return new Readiness(*(uint*)start, *(uint*)(start + DataOffset), *(uint*)(start + DataOffset + 4));
    }

    public void Add(int fd, uint index, uint generation)
    {
        var change = stackalloc byte[16];
        new Span<byte>(change, 16).Clear();
        *(uint*)change = Libc.EpollIn | Libc.EpollOut | Libc.EpollRdHup | Libc.EpollEdge;
        *(uint*)(change + DataOffset) = index;
        *(uint*)(change + DataOffset + 4) = generation;
        if (Libc.EpollControl(_epoll, Libc.EpollCtlAdd, fd, change) != 0)
        {
            throw new Win32Exception(Libc.LastError());
        }
    }

    public void Remove(int fd) => _ = Libc.EpollControl(_epoll, Libc.EpollCtlDelete, fd, null);

    /// <summary>Waits at most so long (0 only looks) and returns how many events there are.</summary>
    public int Wait(long nanoseconds)
    {
        if (_precise && nanoseconds > 0)
        {
            var timeout = new Libc.TimeSpec { Seconds = nanoseconds / Clock.Second, Nanoseconds = nanoseconds % Clock.Second };
            var ready = WaitPrecisely(&timeout);
            if (_precise)
            {
                return Math.Max(0, ready);
            }
        }

        return Math.Max(0, Libc.EpollWait(_epoll, _events, Capacity, (int)(nanoseconds / Clock.Millisecond)));
    }

    public void Dispose()
    {
        _ = Libc.Close(_epoll);
        NativeMemory.AlignedFree(_events);
    }

    // epoll_pwait2 needs Linux 5.11, a libc that knows it and a sandbox that lets it pass; without it waits round down to milliseconds and the rest is polled.
    private int WaitPrecisely(Libc.TimeSpec* timeout)
    {
        try
        {
            var ready = Libc.EpollWaitPrecisely(_epoll, _events, Capacity, timeout, null);
            _precise = ready >= 0 || Libc.LastError() == Libc.Interrupted;
            return ready;
        }
        catch (EntryPointNotFoundException)
        {
            _precise = false;
            return -1;
        }
    }
}
