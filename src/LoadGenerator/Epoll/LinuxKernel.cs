using Gauntlet.LoadGenerator.Running;

namespace Gauntlet.LoadGenerator.Epoll;

/// <summary>The kernel of this machine.</summary>
internal readonly unsafe struct LinuxKernel(EventQueue events, ProcessorQueue processor, StampedReader? reader) : IKernel
{
    /// <summary>Prepares the thread that calls it to run a loop.</summary>
    /// <param name="stamps">Whether to tell when bytes came, which costs a little of every read.</param>
    public static LinuxKernel OnThisThread(bool stamps)
    {
        _ = Libc.ProcessControl(Libc.PrSetTimerSlack, 1, 0, 0, 0); // ns; the default adds 50 us to every wait
        SchedulerSlice.Shorten();
        return new LinuxKernel(new EventQueue(), new ProcessorQueue(), stamps ? new StampedReader() : null);
    }

    public long Now() => Clock.Now();

    public long TakeQueued() => processor.Lap();

    public int Open(SocketAddress address)
    {
        var socket = Libc.Socket(address.Family, Libc.SockStream | Libc.SockNonBlock | Libc.SockCloseOnExec, 0);
        if (socket >= 0 && SpareDescriptors.Contains(socket))
        {
            _ = Libc.Close(socket);
            Libc.SetLastError(Libc.Files);
            return -1;
        }

        if (socket >= 0)
        {
            var one = 1;
            _ = Libc.SetOption(socket, Libc.IpProtoTcp, Libc.TcpNoDelay, &one, sizeof(int));
            if (reader is not null)
            {
                StampedReader.Prepare(socket);
            }
        }

        return socket;
    }

    public int Connect(int socket, SocketAddress address)
    {
        fixed (byte* bytes = address.Bytes)
        {
            return Libc.Connect(socket, bytes, (uint)address.Bytes.Length);
        }
    }

    public int ConnectResult(int socket)
    {
        var error = 0;
        var length = (uint)sizeof(int);
        return Libc.GetOption(socket, Libc.SolSocket, Libc.SoError, &error, &length) == 0 ? error : Libc.LastError();
    }

    public int Send(int socket, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            return (int)Libc.Send(socket, start, (nuint)bytes.Length, Libc.MsgNoSignal);
        }
    }

    public int Receive(int socket, Span<byte> buffer, out long at)
    {
        if (reader is not null)
        {
            return reader.Receive(socket, buffer, out at);
        }

        at = 0;
        fixed (byte* start = buffer)
        {
            return (int)Libc.Receive(socket, start, (nuint)buffer.Length, 0);
        }
    }

    public bool HasNews(int socket)
    {
        byte first;
        return Libc.Receive(socket, &first, 1, Libc.MsgPeek) >= 0 || Libc.LastError() != Libc.Again;
    }

    /// <summary>
    /// The other end's FIN acknowledges all that had come by then, and counts as a byte received; a reset says neither. From struct tcp_info, since Linux 4.1.
    /// </summary>
    public bool HadEnded(int socket, long sent, long received)
    {
        const int BytesAcknowledged = 120; // the SYN counts as one
        const int BytesReceived = 128;
        const int Length = BytesReceived + sizeof(long);
        var info = stackalloc byte[Length];
        var length = (uint)Length;
        return Libc.GetOption(socket, Libc.IpProtoTcp, Libc.TcpInfo, (int*)info, &length) == 0 && length >= Length
            && *(long*)(info + BytesReceived) > received && *(long*)(info + BytesAcknowledged) <= sent + 1;
    }

    public void Close(int socket) => _ = Libc.Close(socket);

    public int LastError() => Libc.LastError();

    public void Watch(int socket, uint index, uint generation) => events.Add(socket, index, generation);

    public void Unwatch(int socket) => events.Remove(socket);

    public int Wait(long nanoseconds) => events.Wait(nanoseconds);

    public Readiness Event(int i) => events.Event(i);

    public void Sleep(long nanoseconds)
    {
        var time = new Libc.TimeSpec { Nanoseconds = nanoseconds };
        _ = Libc.Sleep(&time, null);
    }

    public void Dispose()
    {
        reader?.Dispose();
        events.Dispose();
        processor.Dispose();
    }
}
