using System.Net;
using Gauntlet.LoadGenerator.Tests.Conformance;
using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Tests.Portable;

/// <summary>A request without an answer is in the distribution, once and at its deadline.</summary>
[CancelAfter(120_000)]
internal sealed class DeadlineTests
{
    private static readonly LoadOptions Options = new() { Model = LoadModel.Closed };

    [Test]
    public async Task Run_ServerNeverAnswers_EveryRequestEndsOnceAtTenSecondsByDefault(CancellationToken cancellation)
    {
        using var platform = new ManualPlatform();
        using var server = new ScriptedServer(exchange =>
        {
            platform.Advance(TimeSpan.FromSeconds(10));
            return exchange.NeverAnswerAsync();
        });

        var run = await platform.RunAsync(Options with { Requests = 3 }, server.Target, null, cancellation);

        Assert.That(run.Totals, Is.EqualTo(new LoadTotals(3, 0, 3, 0, 0, 0)));
        Assert.That(run.Recorded.Routes[0].Outcomes[(int)Outcome.Timeout], Is.EqualTo(3));
        Assert.That(run.Recorded.Raw.ToArray().Select(sample => sample.Service), Is.All.EqualTo(10_000_000));
        Assert.That(server.Requests, Is.EqualTo(3));
    }

    [Test]
    public async Task Run_ConnectionIsNeverAccepted_IsConnectTimeout(CancellationToken cancellation)
    {
        ManualPlatform platform = null!;
        platform = new ManualPlatform { AtConnect = () => platform.Advance(TimeSpan.FromSeconds(10)) };

        var run = await platform.RunAsync(Options with { Requests = 1 }, new LoadTarget(IPAddress.Loopback, 80), null, cancellation);

        Assert.That(run.Recorded.Routes[0].Outcomes[(int)Outcome.ConnectTimeout], Is.EqualTo(1));
        Assert.That(run.Recorded.Raw.ToArray().Select(sample => sample.Service), Is.All.EqualTo(10_000_000));
        platform.Dispose();
    }
}
