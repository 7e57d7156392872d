using Gauntlet.LoadGenerator.Running;
using Gauntlet.LoadGenerator.Tests.Conformance;
using Gauntlet.LoadGenerator.Tests.Simulated;
using Gauntlet.Checks;
using Gauntlet.Metrics.Model;

namespace Gauntlet.LoadGenerator.Tests.Epoll;

/// <summary>Whose fault it is that requests go out late.</summary>
internal sealed class SendLagTests
{
    private static readonly LoadRoute[] Routes = [new LoadRoute { Name = "echo", Host = "echo.test" }];
    private static readonly LoadOptions Options = new() { Duration = TimeSpan.FromSeconds(1), WarmUp = WarmUp.Of(0) };

    [Test]
    public async Task Run_SlowServerOnFewConnections_ShowsInTheResponseTimeAndNotAsLag()
    {
        var simulation = new Simulation(request => request.Answer(Exchange.Pong, after: TimeSpan.FromMilliseconds(20)));

        // Two connections take 100/s: the last of 200 arrivals is due at 995 ms and goes out when 99 others on its connection have been answered.
        var run = await simulation.RunAsync(Options with { Rate = 200, Connections = 2 }, Routes);

        Assert.That(run.Totals, Is.EqualTo(new LoadTotals(200, 200, 0, 0, 0, 0)));
        Assert.That(run.Recorded.Raw.ToArray().Max(sample => sample.Response), Is.EqualTo((100 * 20_000) + 5_000 - 995_000).Within(1).Percent);
        Assert.That(run.Recorded.Lag.Count, Is.EqualTo(200));
        Assert.That(Lag(run, 100), Is.LessThan(100));
    }

    [Test]
    public async Task Run_ThreadWaitsForAProcessor_IsLag()
    {
        const int Waits = 2_000; // us
        var simulation = new Simulation(request => request.Answer(Exchange.Pong, after: TimeSpan.FromMilliseconds(5)))
        {
            WakeTakes = Waits * Clock.Microsecond,
        };

        // Far too many for one connection: but for the first, each waits for the answer before it, and then for the thread to run.
        var run = await simulation.RunAsync(Options with { Rate = 1_000, Connections = 1, Duration = TimeSpan.FromMilliseconds(200) }, Routes);

        Assert.That(run.Totals.Completed, Is.EqualTo(200));
        Assert.That(Lag(run, 50), Is.EqualTo(Waits).Within(1).Percent);
    }

    [Test]
    public async Task Run_GeneratorBusyWithItself_IsSaturated()
    {
        // A failure log that takes 2 ms for a line, twice what the rate leaves.
        var simulation = new Simulation(request => request.Answer("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n"));
        using var slowDisk = new HookedStream(() => simulation.Clock.Advance(2 * Clock.Millisecond));

        var run = await simulation.RunAsync(Options with { Rate = 1_000, Connections = 4 }, Routes, slowDisk);

        var verdict = LoadVerdict.Judge(
            MetricsBuilder.Build(run, new RunHeader { RunId = "test", Started = DateTimeOffset.UnixEpoch, Cluster = "none", Command = "none" }), []);
        Assert.That(run.Totals, Is.EqualTo(new LoadTotals(1_000, 0, 1_000, 0, 0, 0)));
        Assert.That(verdict.Saturated, Is.True);
        Assert.That(verdict.Reasons, Has.Some.Contains("send lag"));
    }

    private static long Lag(LoadRun run, double percentile) => run.Recorded.Lag.ToHistogram().GetValueAtPercentile(percentile);
}
