using System.Diagnostics;
using Gauntlet.LoadGenerator.Tests.Conformance;
using Gauntlet.Metrics.Checks;
using Gauntlet.Metrics.Model;

namespace Gauntlet.LoadGenerator.Tests.Running;

/// <summary>Whose fault it is that requests go out late.</summary>
[TestFixtureSource(typeof(Engines), nameof(Engines.Here))]
[CancelAfter(30_000)]
internal sealed class SendLagTests(EngineKind engine)
{
    [Test]
    public async Task Run_SlowServerOnFewConnections_ShowsInTheResponseTimeAndNotAsLag()
    {
        using var server = new ScriptedServer(async exchange =>
        {
            await Task.Delay(20);
            return await exchange.ReplyAsync(Exchange.Pong);
        });

        // Two connections take 100/s at most: the last arrivals wait half a second and more for one of them.
        var run = await RunAsync(server, failures: null, Options() with { Rate = 200, Connections = 2 });

        Assert.That(run.Totals.Completed, Is.EqualTo(200));
        Assert.That(run.Recorded.Lag.Count, Is.EqualTo(200));

        // The last of 200 arrivals waits for the 100 before it on its connection, whatever a request costs on this machine.
        var waited = LateResponse(run);
        Assert.That(waited, Is.GreaterThan(5 * run.Recorded.Raw.ToArray().Average(sample => sample.Service)));

        // The median, since a machine that stands still for a moment makes many requests late at once.
        Assert.That(run.Recorded.Lag.ToHistogram().GetValueAtPercentile(50), Is.LessThan(waited / 10));
    }

    [Test]
    public async Task Run_GeneratorBusyWithItself_IsSaturated()
    {
        using var server = ScriptedServer.Always("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n");
        using var slowDisk = new SlowStream();

        var run = await RunAsync(server, slowDisk, Options() with { Rate = 1_000, Connections = 4 });

        var verdict = LoadVerdict.Judge(MetricsBuilder.Build(run, Header()), []);
        Assert.That(run.Totals.Scheduled, Is.EqualTo(1_000));
        Assert.That(run.Totals.Failed, Is.Positive);
        Assert.That(verdict.Saturated, Is.True);
        Assert.That(verdict.Reasons, Has.Some.Contains("send lag"));
    }

    private static int LateResponse(LoadRun run) => run.Recorded.Raw.ToArray().Select(sample => sample.Response).Order().ElementAt((int)(run.Recorded.Requests * 0.95));

    private static Task<LoadRun> RunAsync(ScriptedServer server, Stream? failures, LoadOptions options) =>
        LoadRunner.RunAsync(options, [new LoadRoute { Name = "echo", Host = "echo.test" }], server.Target, null, failures, TestContext.CurrentContext.CancellationToken);

    private static RunHeader Header() => new() { RunId = "test", Started = DateTimeOffset.UnixEpoch, Cluster = "none", Command = "none" };

    private LoadOptions Options() => new() { Engine = engine, Duration = TimeSpan.FromSeconds(1), WarmUp = WarmUp.Of(0), Threads = 1 };

    /// <summary>A failure log that holds up its writer: 2 ms of the processor for a line, twice what the rate leaves.</summary>
    private sealed class SlowStream : MemoryStream
    {
        public override void WriteByte(byte value)
        {
            for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < TimeSpan.FromMilliseconds(2);)
            {
                Thread.SpinWait(100);
            }

            base.WriteByte(value);
        }
    }
}
