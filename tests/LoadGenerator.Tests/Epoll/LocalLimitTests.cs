using System.Text;
using Gauntlet.LoadGenerator.Tests.Conformance;
using Gauntlet.LoadGenerator.Tests.Simulated;
using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Tests.Epoll;

internal sealed class LocalLimitTests
{
    [Test]
    public async Task Run_MoreConnectionsThanFiles_LeavesThoseOutAndBlamesNobodyElse([Values] LoadModel model)
    {
        var simulation = new Simulation(request => request.Answer(Exchange.Pong)) { MostSockets = 10 };
        var options = new LoadOptions
        {
            Model = model, Requests = model == LoadModel.Closed ? 1_000 : null, Rate = 1_000, Duration = TimeSpan.FromSeconds(1), Connections = 20, WarmUp = WarmUp.Of(0),
        };
        using var failures = new MemoryStream();

        var run = await simulation.RunAsync(options, [new LoadRoute { Name = "echo", Host = "echo.test" }], failures);
        var drops = run.Recorded.Routes[0].Drops;

        Assert.That(run.Totals with { Completed = 0, Dropped = 0 }, Is.EqualTo(new LoadTotals(1_000, 0, 0, 0, 0, 0)));
        Assert.That((run.Totals.Completed, run.Totals.Dropped), Is.EqualTo((simulation.Requests, drops[(int)DropCause.LocalLimit])));
        Assert.That(drops[(int)DropCause.LocalLimit], Is.Positive);
        Assert.That(Encoding.UTF8.GetString(failures.ToArray()), Does.Contain("\"kind\":\"local-limit\"").And.Contain("ulimit -n"));
        Assert.That(simulation.OpenSockets, Is.Zero);
    }
}
