using Gauntlet.LoadGenerator.Tests.Conformance;
using Gauntlet.LoadGenerator.Tests.Simulated;
using Gauntlet.Checks;
using Gauntlet.Metrics.Model;

namespace Gauntlet.LoadGenerator.Tests.Portable;

/// <summary>Whose fault it is that requests go out late.</summary>
[CancelAfter(120_000)]
internal sealed class SendLagTests
{
    private static readonly LoadOptions Options = new() { Duration = TimeSpan.FromSeconds(1), Timeout = TimeSpan.FromMinutes(10) };

    [Test]
    public async Task Run_SlowServerOnOneConnection_ShowsInTheResponseTimeAndNotAsLag(CancellationToken cancellation)
    {
        using var platform = new ManualPlatform();
        using var server = Server(platform, requests: 200, Exchange.Pong, TimeSpan.FromMilliseconds(20), cancellation);

        // One connection takes 50/s: the last of 200 arrivals is due at 995 ms and answered at 4 s.
        var run = await platform.RunAsync(Options with { Rate = 200 }, server.Target, null, cancellation);

        Assert.That(run.Totals, Is.EqualTo(new LoadTotals(200, 200, 0, 0, 0, 0)));
        Assert.That(run.Recorded.Raw.ToArray().Max(sample => sample.Response), Is.EqualTo(4_000_000 - 995_000));
        Assert.That(run.Recorded.Lag.Count, Is.EqualTo(200));
        Assert.That(Lag(run, 100), Is.Zero);
    }

    [Test]
    public async Task Run_GeneratorBusyWithItself_IsSaturated(CancellationToken cancellation)
    {
        // A failure log that takes 20 ms for a line.
        using var platform = new ManualPlatform();
        using var server = Server(platform, requests: 1_000, "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n", TimeSpan.Zero, cancellation);
        using var slowDisk = new HookedStream(() => platform.Advance(TimeSpan.FromMilliseconds(20)));

        var run = await platform.RunAsync(Options with { Rate = 1_000 }, server.Target, slowDisk, cancellation);

        var verdict = LoadVerdict.Judge(
            MetricsBuilder.Build(run, new RunHeader { RunId = "test", Started = DateTimeOffset.UnixEpoch, Cluster = "none", Command = "none" }), []);
        Assert.That(run.Totals, Is.EqualTo(new LoadTotals(1_000, 0, 1_000, 0, 0, 0)));
        Assert.That(Lag(run, 50), Is.EqualTo(20_000).Within(1).Percent);
        Assert.That(verdict.Saturated, Is.True);
        Assert.That(verdict.Reasons, Has.Some.Contains("send lag"));
    }

    // The answer comes once the pacer waits for it, which it does for all but the last: so the clock stands still while anything else happens.
    private static ScriptedServer Server(
        ManualPlatform platform, int requests, string response, TimeSpan takes, CancellationToken cancellation) =>
        new(async exchange =>
        {
            if (exchange.Number < requests)
            {
                await platform.PacerWaitsAsync(cancellation);
            }

            platform.Advance(takes);
            return await exchange.ReplyAsync(response);
        });

    private static long Lag(LoadRun run, double percentile) => run.Recorded.Lag.ToHistogram().GetValueAtPercentile(percentile);
}
