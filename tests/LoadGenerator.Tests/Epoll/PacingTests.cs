using Gauntlet.LoadGenerator.Running;
using Gauntlet.LoadGenerator.Tests.Conformance;
using Gauntlet.LoadGenerator.Tests.Simulated;
using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Tests.Epoll;

/// <summary>When the open model sends, and from when it counts.</summary>
internal sealed class PacingTests
{
    private static readonly LoadRoute[] Routes = [new LoadRoute { Name = "echo", Host = "echo.test" }];

    [TestCase(20)]
    [TestCase(500)]
    [TestCase(1_000)]
    [TestCase(5_000)]
    public async Task Run_ServerKeepsUp_EveryRequestGoesOutOnceTheThreadIsAwake(int rate)
    {
        const long Wakes = 20 * Clock.Microsecond;
        var arrived = new List<long>();
        Simulation simulation = null!;
        simulation = new Simulation(request =>
        {
            arrived.Add(request.Clock.Now - simulation.Wire);
            request.Answer(Exchange.Pong, after: TimeSpan.FromMicroseconds(100));
        })
        { WakeTakes = Wakes };
        var start = simulation.Clock.Now;

        await simulation.RunAsync(new LoadOptions { Rate = rate, Duration = TimeSpan.FromSeconds(1), Connections = 4, WarmUp = WarmUp.Of(0) }, Routes);

        var late = arrived.Select((moment, i) => moment - start - (i * Clock.Second / rate)).Skip(4); // the first of each connection connects
        Assert.That(arrived, Has.Count.EqualTo(rate));
        Assert.That(late, Is.All.InRange(0, Wakes + (6 * Clock.Microsecond)), "a call takes 1 us");
    }

    [Test]
    public async Task Run_ServerStopsForASixthOfTheRun_ResponseTimesFollowTheClosedForm()
    {
        const double Rate = 1_000, Length = 30, From = 10, Stall = 5; // 1/s, s
        var caughtUp = 0.0;
        Simulation simulation = null!;
        simulation = new Simulation(request =>
        {
            var since = (request.Clock.Now / (double)Clock.Second) - 1;
            caughtUp = caughtUp == 0 && since >= From + Stall && request.Number >= (since * Rate) - 1 ? since : caughtUp;
            request.Answer(Exchange.Pong, after: TimeSpan.FromSeconds(since is >= From and < From + Stall ? From + Stall - since : 0.0001));
        });

        var run = await simulation.RunAsync(new LoadOptions { Rate = Rate, Duration = TimeSpan.FromSeconds(Length), WarmUp = WarmUp.Of(0) }, Routes);

        // Arrivals from the stop up to the moment the backlog is gone wait, the first for all of the stop, the last for nothing, in a straight line.
        var waiting = caughtUp - From;
        var response = Sorted(run, sample => sample.Response);
        var service = Sorted(run, sample => sample.Service);
        Assert.That(run.Totals, Is.EqualTo(new LoadTotals(30_000, 30_000, 0, 0, 0, 0)));
        Assert.That(waiting, Is.InRange(Stall, Stall + 0.2));
        foreach (var percentile in new[] { 0.90, 0.95, 0.99, 0.999 })
        {
            var expected = Stall * (1 - ((1 - percentile) * Length / waiting));
            Assert.That(At(response, percentile), Is.EqualTo(expected).Within(1).Percent, $"p{percentile * 100}");
        }

        // Only the 50 requests that were under way when the server stopped saw it; without the schedule the rest of the story is lost.
        Assert.That(service.Count(seconds => seconds > 1), Is.EqualTo(50));
        Assert.That(At(service, 0.99), Is.LessThan(0.001));
    }

    private static double[] Sorted(LoadRun run, Func<RawSample, int> field) => [.. run.Recorded.Raw.ToArray().Select(sample => field(sample) / 1e6).Order()];

    private static double At(double[] sorted, double quantile) => sorted[(int)Math.Ceiling(quantile * sorted.Length) - 1];
}
