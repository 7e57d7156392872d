using System.Net;
using System.Net.Sockets;

namespace Gauntlet.LoadGenerator.Portable;

/// <summary>What the portable engine asks of .NET for time and connections. Tests put another time under it.</summary>
internal interface IPlatform
{
    /// <summary>For deadlines and rests.</summary>
    TimeProvider Timers { get; }

    /// <summary>Whether there is work that the thread pool has not come to.</summary>
    bool IsBehind { get; }

    /// <summary>Monotonic, in nanoseconds.</summary>
    long Now();

    /// <summary>Blocks until the moment, or until soon after a stop.</summary>
    void WaitUntil(long due, CancellationToken stop);

    ValueTask<Socket> ConnectAsync(IPEndPoint target, CancellationToken cancellation);
}
