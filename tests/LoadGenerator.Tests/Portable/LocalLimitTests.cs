using System.Net;
using System.Net.Sockets;
using System.Text;
using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Tests.Portable;

[CancelAfter(120_000)]
internal sealed class LocalLimitTests
{
    [Test]
    public async Task Run_MoreConnectionsThanFiles_LeavesThoseOutAndBlamesNobodyElse(CancellationToken cancellation)
    {
        ManualPlatform platform = null!;
        platform = new ManualPlatform { AtConnect = () => throw new SocketException((int)SocketError.TooManyOpenSockets) };
        var options = new LoadOptions { Rate = 1_000, Duration = TimeSpan.FromMilliseconds(10) };
        using var failures = new MemoryStream();

        var run = await platform.RunAsync(options, new LoadTarget(IPAddress.Loopback, 80), failures, cancellation);
        platform.Dispose();

        Assert.That(run.Totals, Is.EqualTo(new LoadTotals(10, 0, 0, 10, 0, 0)));
        Assert.That(run.Recorded.Routes[0].Drops[(int)DropCause.LocalLimit], Is.EqualTo(10));
        Assert.That(Encoding.UTF8.GetString(failures.ToArray()), Does.Contain("\"kind\":\"local-limit\"").And.Contain("ulimit -n"));
    }
}
