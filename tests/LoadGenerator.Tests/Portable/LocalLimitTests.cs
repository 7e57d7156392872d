using System.Net;
using System.Net.Sockets;

namespace Gauntlet.LoadGenerator.Tests.Portable;

[CancelAfter(120_000)]
internal sealed class LocalLimitTests
{
    [Test]
    public async Task Run_MoreConnectionsThanFiles_EndsAndSaysWhatToDo(CancellationToken cancellation)
    {
        using var platform = new ManualPlatform { AtConnect = () => throw new SocketException((int)SocketError.TooManyOpenSockets) };
        var options = new LoadOptions { Model = LoadModel.Closed, Requests = 10 };

        var error = await Assert.ThrowsAsync<SocketException>(() => platform.RunAsync(options, new LoadTarget(IPAddress.Loopback, 80), null, cancellation));

        Assert.That(error!.Message, Does.Contain("ulimit -n"));
    }
}
