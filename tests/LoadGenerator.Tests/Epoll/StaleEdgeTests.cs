using Gauntlet.LoadGenerator.Tests.Conformance;
using Gauntlet.LoadGenerator.Tests.Simulated;
using Gauntlet.Metrics.Model;

namespace Gauntlet.LoadGenerator.Tests.Epoll;

/// <summary>An event may tell of bytes that were read already, with those of the event before it.</summary>
internal sealed class StaleEdgeTests
{
    [Test]
    public async Task Run_RestOfAnswerComesBetweenEventAndRead_KeepsTheConnection()
    {
        // The loop learns of a bad answer and of half a good one in the same wait. The rest comes while it writes the bad one down.
        SimulatedConnection? first = null, third = null;
        var simulation = new Simulation(request =>
        {
            switch (request.Number)
            {
                case 1:
                    first = request.Connection;
                    break;
                case 3:
                    third = request.Connection;
                    first!.Send("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n");
                    third.Send(Exchange.Pong[..10]);
                    break;
                default:
                    request.Answer(Exchange.Pong);
                    break;
            }
        });
        using var failures = new HookedStream(() => third!.Send(Exchange.Pong[10..]));
        var options = new LoadOptions { Rate = 10, Duration = TimeSpan.FromMilliseconds(600), Connections = 3, WarmUp = WarmUp.Of(0) };

        var run = await simulation.RunAsync(options, [new LoadRoute { Name = "echo", Host = "echo.test" }], failures);

        Assert.That(run.Totals, Is.EqualTo(new LoadTotals(6, 5, 1, 0, 0, 0)));
        Assert.That(simulation.Connections, Is.EqualTo(3));
    }
}
