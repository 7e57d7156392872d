using Gauntlet.LoadGenerator.Running;
using Gauntlet.LoadGenerator.Tests.Conformance;
using Gauntlet.LoadGenerator.Tests.Simulated;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Tests.Epoll;

/// <summary>No figure holds what the warm-up did.</summary>
internal sealed class WarmUpTests
{
    private static readonly LoadRoute[] Routes = [new LoadRoute { Name = "echo", Host = "echo.test" }];

    /// <summary>A cold start within the warm-up: what queued behind it is not sent when it ends, and the measured part is as if nothing had been.</summary>
    [TestCase(500)]
    [TestCase(2_500)]
    [TestCase(2_900)]
    public async Task Run_ServerIsColdInTheWarmUp_MeasuresWhatTheServerTakesLater(int coldFor)
    {
        var warm = Clock.Second + (coldFor * Clock.Millisecond);
        var simulation = new Simulation(request =>
            request.Answer(Exchange.Pong, TimeSpan.FromMilliseconds(20) + Clock.ToTimeSpan(Math.Max(0, warm - request.Clock.Now))));

        var run = await simulation.RunAsync(new LoadOptions { Duration = TimeSpan.FromSeconds(5) }, Routes);

        var responses = run.Recorded.Raw.ToArray().Select(sample => sample.Response).Order().ToArray();
        Assert.That(run.Totals.Completed, Is.EqualTo(5_000));
        Assert.That(responses[(int)(0.95 * responses.Length)], Is.InRange(20_000, 21_000), "p95");
        Assert.That(responses[^1], Is.InRange(20_000, 41_000), "at most one answer of the warm-up is waited for");
        Assert.That(run.WarmUpRequests, Is.EqualTo(simulation.Requests - 5_000), "those that were sent");
    }

    /// <summary>A server that is still cold when the measured part begins is measured as it is.</summary>
    [Test]
    public async Task Run_ServerIsColdBeyondTheWarmUp_MeasuresTheWait()
    {
        var warm = Clock.Second + (4 * Clock.Second);
        var simulation = new Simulation(request => request.Answer(Exchange.Pong, Clock.ToTimeSpan(Math.Max(20 * Clock.Millisecond, warm - request.Clock.Now))));

        var run = await simulation.RunAsync(new LoadOptions { Duration = TimeSpan.FromSeconds(5) }, Routes);

        Assert.That(run.Recorded.Raw.ToArray().Max(sample => sample.Response), Is.InRange(1_000_000, 1_100_000));
        Assert.That(run.Totals.Completed, Is.EqualTo(5_000));
    }

    [Test]
    public async Task Run_ServerIsDeadInTheWarmUpAndAfter_BooksOnlyWhatWasDueInTheMeasuredPart()
    {
        var simulation = new Simulation(_ => { });

        var run = await simulation.RunAsync(new LoadOptions { Duration = TimeSpan.FromSeconds(5), Timeout = TimeSpan.FromSeconds(1) }, Routes);

        Assert.That(run.Totals.Scheduled, Is.EqualTo(5_000).And.EqualTo(run.Totals.Failed + run.Totals.Dropped));
        Assert.That(run.Recorded.Routes[0].Drops[(int)DropCause.ServerBusy], Is.EqualTo(run.Totals.Dropped).And.Positive);
    }
}
