using Gauntlet.LoadGenerator.Tests.Conformance;
using Gauntlet.LoadGenerator.Tests.Simulated;
using Gauntlet.Metrics.Model;

namespace Gauntlet.LoadGenerator.Tests.Epoll;

internal sealed class SendTests
{
    [TestCase(1)]
    [TestCase(30)]
    public async Task Run_SocketTakesPartOfARequest_SendsTheRestWhenThereIsRoom(int room)
    {
        var heads = new List<string>();
        var simulation = new Simulation(request =>
        {
            heads.Add(request.Head);
            request.Answer(Exchange.Pong, after: TimeSpan.FromMilliseconds(10)); // so that all connections are used
        })
        { SendBuffer = room };
        var options = new LoadOptions { Model = LoadModel.Closed, Requests = 40, Connections = 20, WarmUp = WarmUp.Of(0) };

        var run = await simulation.RunAsync(options, [new LoadRoute { Name = "echo", Host = "echo.test" }]);

        Assert.That(run.Totals, Is.EqualTo(new LoadTotals(40, 40, 0, 0, 0, 0)));
        Assert.That(heads, Is.EqualTo(Enumerable.Repeat("GET / HTTP/1.1\r\nHost: echo.test\r\n\r\n", 40)));
        Assert.That(simulation.Connections, Is.EqualTo(20));
    }
}
