using Gauntlet.LoadGenerator.Running;
using Gauntlet.LoadGenerator.Tests.Conformance;
using Gauntlet.LoadGenerator.Tests.Simulated;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Tests.Epoll;

/// <summary>What was due and not sent, and who is to blame.</summary>
internal sealed class DropTests
{
    private static readonly LoadRoute[] Routes = [new LoadRoute { Name = "echo", Host = "echo.test" }];

    private static readonly LoadOptions Options = new()
    {
        Rate = 1_000, Duration = TimeSpan.FromSeconds(10), Connections = 10, Timeout = TimeSpan.FromSeconds(1), WarmUp = WarmUp.Of(0),
    };

    [Test]
    public async Task Run_ServerHoldsAllConnectionsForLongerThanTheTimeout_IsTheServers()
    {
        var until = Clock.Second + (6 * Clock.Second);
        var simulation = new Simulation(request =>
        {
            if (request.Clock.Now < 3 * Clock.Second || request.Clock.Now > until)
            {
                request.Answer(Exchange.Pong, TimeSpan.FromMilliseconds(1));
            }
        });

        var run = await simulation.RunAsync(Options, Routes);
        var drops = run.Recorded.Routes[0].Drops;

        Assert.That(run.Totals.Scheduled, Is.EqualTo(10_000));
        Assert.That(drops[(int)DropCause.ServerBusy], Is.EqualTo(run.Totals.Dropped).And.InRange(2_900, 4_100));
    }

    /// <summary>The generator's own process stands still with connections free.</summary>
    [Test]
    public async Task Run_GeneratorStandsStillForLongerThanTheTimeout_IsItsOwn()
    {
        Simulation simulation = null!;
        simulation = new Simulation(request =>
        {
            request.Answer(Exchange.Pong);
            if (request.Number == 2_000)
            {
                simulation.StandStill(3 * Clock.Second);
            }
        });

        var run = await simulation.RunAsync(Options, Routes);
        var drops = run.Recorded.Routes[0].Drops;

        Assert.That(drops[(int)DropCause.GeneratorLate], Is.EqualTo(run.Totals.Dropped).And.InRange(1_900, 2_100));
        Assert.That(run.Totals.Failed, Is.Zero);
    }

    [Test]
    public async Task Run_StoppedWithAllConnectionsBusy_IsNobodysFault()
    {
        using var stop = new CancellationTokenSource();
        var simulation = new Simulation(request =>
        {
            if (request.Number == 10)
            {
                request.Clock.After(Clock.Second / 2, stop.Cancel);
            }
        });

        var run = await simulation.RunAsync(Options, Routes, stop: stop.Token);

        Assert.That((run.Totals.Pending, run.Totals.Completed, run.Totals.Failed), Is.EqualTo((10, 0, 0)));
        Assert.That(run.Recorded.Routes[0].Drops[(int)DropCause.Stopped], Is.EqualTo(run.Totals.Dropped).And.Positive);
    }
}
