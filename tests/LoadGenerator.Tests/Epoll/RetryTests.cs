using Gauntlet.LoadGenerator.Tests.Conformance;
using Gauntlet.LoadGenerator.Tests.Simulated;
using Gauntlet.Metrics.Model;

namespace Gauntlet.LoadGenerator.Tests.Epoll;

/// <summary>A request goes out twice only where the first time cannot have been read by anybody, and if twice is as good as once.</summary>
internal sealed class RetryTests
{
    private static readonly LoadOptions Options = new() { Model = LoadModel.Closed, Requests = 20, Connections = 1, WarmUp = WarmUp.Of(0) };

    /// <summary>The server gives up the idle connection while the next request is under way to it: the request meets no one.</summary>
    [TestCase("GET", true)]
    [TestCase("HEAD", true)]
    [TestCase("OPTIONS", true)]
    [TestCase("TRACE", true)]
    [TestCase("PUT", true)]
    [TestCase("DELETE", true)]
    [TestCase("POST", false)]
    [TestCase("PATCH", false)]
    [TestCase("LINK", false, Description = "nobody says what it does")]
    public async Task Run_ServerClosesTheIdleConnectionBeforeTheRequestComes_IsSentOnceMoreIfIdempotent(string method, bool again)
    {
        var simulation = Closing(connection => connection.Close(), answer: method == "HEAD" ? "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n" : Exchange.Pong);

        var run = await RunAsync(simulation, method);

        var closed = run.Totals.IdleRetries + run.Totals.Failed;
        Assert.That(run.Totals, Is.EqualTo(again ? new LoadTotals(20, 20, 0, 0, 0, closed) : new LoadTotals(20, 20 - closed, closed, 0, 0, 0)));
        Assert.That(closed, Is.GreaterThan(3));
        Assert.That(simulation.Requests, Is.EqualTo(run.Totals.Completed), "the server read no request twice");
    }

    /// <summary>A reset does not tell what came before it.</summary>
    [Test]
    public async Task Run_ServerResetsTheIdleConnectionBeforeTheRequestComes_IsAFailure()
    {
        var simulation = Closing(connection => connection.Reset());

        var run = await RunAsync(simulation, "GET");

        Assert.That((run.Totals.IdleRetries, run.Totals.Completed), Is.EqualTo((0, 20 - run.Totals.Failed)));
        Assert.That(run.Totals.Failed, Is.GreaterThan(3));
    }

    [TestCase("reset", "GET")]
    [TestCase("reset", "POST")]
    [TestCase("end", "GET")]
    [TestCase("end", "PUT")]
    [TestCase("half an answer", "GET")]
    [TestCase("one byte", "GET")]
    [TestCase("an interim answer", "GET")]
    public async Task Run_ServerReadsTheRequestAndEndsTheConnection_IsAFailureAndSentOnce(string how, string method)
    {
        var simulation = new Simulation(request =>
        {
            if (request.OnConnection % 2 == 1)
            {
                request.Answer(Exchange.Pong);
                return;
            }

            request.Connection.Send(how switch
            {
                "half an answer" => Exchange.Pong[..^1],
                "one byte" => "H",
                "an interim answer" => "HTTP/1.1 103 Early Hints\r\n\r\n",
                _ => "",
            });
            (how == "reset" ? (Action)request.Connection.Reset : request.Connection.Close)();
        });

        var run = await RunAsync(simulation, method);

        Assert.That(run.Totals, Is.EqualTo(new LoadTotals(20, 10, 10, 0, 0, 0)));
        Assert.That(simulation.Requests, Is.EqualTo(20));
    }

    /// <summary>The second time is the last: a server that closes every connection at once is not asked for ever.</summary>
    [Test]
    public async Task Run_ServerIsGoneTheSecondTimeToo_IsAFailure()
    {
        var simulation = new Simulation(request =>
        {
            request.Answer(Exchange.Pong);
            request.Clock.After(1_000, request.Connection.Close);
        })
        { Greet = connection => connection.Number % 2 == 1 ? Welcome.Accept : Welcome.Refuse };

        var run = await RunAsync(simulation, "GET");

        Assert.That(run.Totals.Completed + run.Totals.Failed, Is.EqualTo(20));
        Assert.That(run.Totals.Failed, Is.EqualTo(run.Totals.IdleRetries).And.Positive);
        Assert.That(simulation.Requests, Is.EqualTo(run.Totals.Completed));
    }

    /// <summary>A lack of sockets for the second time: nothing of the first one came to the server, so that the request was never sent.</summary>
    [Test]
    public async Task Run_NoSocketForTheSecondTime_IsLeftOutAndNotTheServers()
    {
        var opened = 0;
        Simulation simulation = null!;
        simulation = Closing(connection => connection.Close(), _ => ++opened <= 3);

        var run = await RunAsync(simulation, "GET");

        Assert.That((run.Totals.Failed, run.Totals.Scheduled), Is.EqualTo((0, 20)));
        Assert.That(run.Totals.Dropped, Is.Positive);
        Assert.That(simulation.Requests, Is.EqualTo(run.Totals.Completed));
    }

    /// <summary>Answers, and closes the connection when the next request is on the wire: after the answer was read, before the request comes.</summary>
    private static Simulation Closing(Action<SimulatedConnection> close, Func<int, bool>? hasSocket = null, string answer = Exchange.Pong) => new(request =>
    {
        request.Answer(answer);
        if (request.OnConnection % 3 == 0)
        {
            request.Clock.After(5_000, () => close(request.Connection));
        }
    })
    { HasSocket = hasSocket ?? (_ => true) };

    private static Task<LoadRun> RunAsync(Simulation simulation, string method) =>
        simulation.RunAsync(Options, [new LoadRoute { Name = "echo", Host = "echo.test", Method = method, ExpectedBody = method == "HEAD" ? null : "pong"u8.ToArray() }]);
}
