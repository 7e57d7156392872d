using System.Net;
using System.Net.Sockets;
using Gauntlet.LoadGenerator.Epoll;
using Gauntlet.LoadGenerator.Running;

namespace Gauntlet.LoadGenerator.Portable;

/// <summary>The clock, thread pool and sockets of this process.</summary>
internal sealed class DotNetPlatform : IPlatform
{
    public TimeProvider Timers => TimeProvider.System;

    public bool IsBehind => ThreadPool.PendingWorkItemCount > 0;

    public long Now() => Clock.Now();

    public void WaitUntil(long due, CancellationToken stop) => PreciseTimer.WaitUntil(due, stop);

    public async ValueTask<Socket> ConnectAsync(IPEndPoint target, CancellationToken cancellation)
    {
        var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (OperatingSystem.IsLinux() && SpareDescriptors.Contains((int)socket.Handle))
            {
                throw new SocketException((int)SocketError.TooManyOpenSockets);
            }

            await socket.ConnectAsync(target, cancellation).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
