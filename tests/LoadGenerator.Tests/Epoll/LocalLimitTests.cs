using System.Net.Sockets;
using Gauntlet.LoadGenerator.Tests.Conformance;
using Gauntlet.LoadGenerator.Tests.Simulated;

namespace Gauntlet.LoadGenerator.Tests.Epoll;

internal sealed class LocalLimitTests
{
    [Test]
    public async Task Run_MoreConnectionsThanFiles_EndsAndSaysWhatToDo()
    {
        var simulation = new Simulation(request => request.Answer(Exchange.Pong)) { MostSockets = 10 };
        var options = new LoadOptions { Model = LoadModel.Closed, Requests = 1_000, Connections = 20, WarmUp = WarmUp.Of(0) };

        var error = await Assert.ThrowsAsync<SocketException>(() => simulation.RunAsync(options, [new LoadRoute { Name = "echo", Host = "echo.test" }]));

        Assert.That(error!.Message, Does.Contain("ulimit -n"));
        Assert.That(simulation.OpenSockets, Is.Zero);
    }
}
