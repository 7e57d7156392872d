using System.Net;
using System.Net.Sockets;
using Gauntlet.EmbeddedCluster.Kubelet.Programs;
using Microsoft.AspNetCore.Builder;
using Gauntlet.EmbeddedCluster.Network;

namespace Gauntlet.EmbeddedCluster.Tests.Kubelet.Programs;

[CancelAfter(120_000)]
internal sealed class WebContainerTests
{
    private static readonly IPEndPoint AnyPort = new(IPAddress.Loopback, 0);

    [Test]
    public async Task StartAsync_OneServerCannotStart_LeavesNothingBehind(CancellationToken cancellationToken)
    {
        Socket? first = null;
        var good = Server(endpoint => first = ListeningSocket.Listen(endpoint));
        var bad = Server(_ => throw new SocketException((int)SocketError.AddressAlreadyInUse));
        using var owned = new CancellationTokenSource();

        await Assert.ThatAsync(() => WebContainer.StartAsync([good, bad], [owned], cancellationToken), Throws.Exception);

        Assert.That(first!.SafeHandle.IsClosed, Is.True);
        Assert.That(() => owned.Token, Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public async Task StopAsync_ByForce_ClosesAllAndEndsTheContainer(CancellationToken cancellationToken)
    {
        List<Socket> sockets = [];
        Socket Open(IPEndPoint endpoint)
        {
            var socket = ListeningSocket.Listen(endpoint);
            sockets.Add(socket);
            return socket;
        }

        var container = await WebContainer.StartAsync([Server(Open), Server(Open)], [], cancellationToken);

        await container.StopAsync(new CancellationToken(canceled: true));

        Assert.That(sockets.Select(socket => socket.SafeHandle.IsClosed), Is.EqualTo(new[] { true, true }));
        Assert.That(await container.Exited, Is.Zero);
    }

    [Test]
    public async Task StopAsync_ByTwoAtOnce_EndsForBoth(CancellationToken cancellationToken)
    {
        var container = await WebContainer.StartAsync([Server(ListeningSocket.Listen)], [], cancellationToken);

        await Task.WhenAll(container.StopAsync(cancellationToken), container.StopAsync(cancellationToken)).WaitAsync(cancellationToken);

        Assert.That(await container.Exited, Is.Zero);
    }

    private static WebApplication Server(Func<IPEndPoint, Socket> bind) => WebContainer.Create([AnyPort], bind, null, null, _ => Task.CompletedTask);
}
