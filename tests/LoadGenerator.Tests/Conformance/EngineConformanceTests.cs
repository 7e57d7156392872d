using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Gauntlet.LoadGenerator.Planning;
using Gauntlet.Metrics.Model;

namespace Gauntlet.LoadGenerator.Tests.Conformance;

/// <summary>What every engine must do alike on real sockets. What is about time is not here: it has tests on a clock of their own.</summary>
[TestFixtureSource(typeof(Engines), nameof(Engines.Here))]
[CancelAfter(120_000)]
internal sealed class EngineConformanceTests(string engine)
{
    private static readonly byte[] PongBody = "pong"u8.ToArray();

    private static readonly TestCaseData[] GoodResponses =
    [
        Case("Content-Length", Exchange.Pong),
        Case("any case", "HTTP/1.1 200 OK\r\ncOnTeNt-lEnGtH:4\r\n\r\npong"),
        Case("chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npong\r\n0\r\n\r\n"),
        Case("chunk extensions and trailers", "HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n1;a=b\r\np\r\n3 ;c\r\nong\r\n0\r\nX-Trailer: 1\r\n\r\n"),
        Case("interim responses", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + Exchange.Pong),
        Case("no reason phrase", "HTTP/1.1 200\r\nContent-Length: 4\r\n\r\npong"),
        Case("keep-alive of HTTP/1.0", "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 4\r\n\r\npong"),
    ];

    [TestCaseSource(nameof(GoodResponses))]
    public async Task Run_GoodResponse_SucceedsOnOneConnection(string response)
    {
        using var server = ScriptedServer.Always(response);

        var run = await RunAsync(server, requests: 20);

        Assert.That(run.Totals, Is.EqualTo(new LoadTotals(20, 20, 0, 0, 0, 0)));
        Assert.That(server.Connections, Is.EqualTo(1));
    }

    [Test]
    public async Task Run_ResponseSplitAtEveryByte_Succeeds()
    {
        using var server = new ScriptedServer(exchange => exchange.DribbleAsync(Exchange.Pong));

        var run = await RunAsync(server, requests: 5);

        Assert.That(run.Totals.Completed, Is.EqualTo(5));
    }

    [TestCase("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 4\r\n\r\npong", TestName = "Run_ServerCloses_ReconnectsEachTime(close)")]
    [TestCase("HTTP/1.1 200 OK\r\n\r\npong", TestName = "Run_ServerCloses_ReconnectsEachTime(until close)")]
    [TestCase("HTTP/1.0 200 OK\r\nContent-Length: 4\r\n\r\npong", TestName = "Run_ServerCloses_ReconnectsEachTime(HTTP/1.0)")]
    public async Task Run_ServerCloses_ReconnectsEachTime(string response)
    {
        using var server = new ScriptedServer(exchange => exchange.ReplyAsync(response, keep: false));

        var run = await RunAsync(server, requests: 5);

        Assert.That(run.Totals, Is.EqualTo(new LoadTotals(5, 5, 0, 0, 0, 0)));
        Assert.That(server.Connections, Is.EqualTo(5));
    }

    [TestCase("HTTP/1.1 301 Moved\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n", "status")]
    [TestCase("HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\npong", "status")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nping", "wrong-body")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\npongs", "wrong-body")]
    [TestCase("SSH-2.0-x\r\n\r\n", "malformed")]
    [TestCase("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", "malformed")]
    public async Task Run_BadResponse_IsOneFailureOfItsKind(string response, string kind)
    {
        using var server = ScriptedServer.Always(response);
        using var failures = new MemoryStream();

        var run = await RunAsync(server, requests: 3, failures: failures);

        Assert.That(run.Totals, Is.EqualTo(new LoadTotals(3, 0, 3, 0, 0, 0)));
        Assert.That(Kinds(failures), Is.EqualTo(Enumerable.Repeat(kind, 3)));
    }

    [Test]
    public async Task Run_ConnectionEndsInResponse_IsEndOfStream()
    {
        using var server = new ScriptedServer(exchange => exchange.ReplyAsync("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npo", keep: false));
        using var failures = new MemoryStream();

        var run = await RunAsync(server, requests: 3, failures: failures);

        Assert.That(run.Totals.Failed, Is.EqualTo(3));
        Assert.That(Kinds(failures), Is.All.EqualTo("end-of-stream"));
    }

    [Test]
    public async Task Run_ConnectionIsReset_IsReset()
    {
        using var server = new ScriptedServer(exchange => exchange.ResetAsync());
        using var failures = new MemoryStream();

        var run = await RunAsync(server, requests: 3, failures: failures);

        Assert.That(run.Totals.Failed, Is.EqualTo(3));
        Assert.That(Kinds(failures), Is.All.EqualTo("reset"));
    }

    [Test]
    public async Task Run_NothingListens_IsConnectRefused()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // holds the port, does not listen
        using var failures = new MemoryStream();

        var run = await LoadRunner.RunAsync(
            Options(3), [Route()], new LoadTarget(IPAddress.Loopback, ((IPEndPoint)socket.LocalEndPoint!).Port),
            null, failures, TestContext.CurrentContext.CancellationToken);

        Assert.That(run.Totals, Is.EqualTo(new LoadTotals(3, 0, 3, 0, 0, 0)));
        Assert.That(Kinds(failures), Is.All.EqualTo("connect-refused"));
    }

    /// <summary>What the server has read and not answered is a failure, whatever the connection carried before: it is never sent again in silence.</summary>
    [Test]
    public async Task Run_ServerReadsTheSecondRequestOfAConnectionAndEndsIt_IsAFailure(
        [Values("GET", "POST", "PUT", "DELETE", "PATCH")] string method, [Values("reset", "end-of-stream")] string how, [Values("", "{\"k\":1}")] string body)
    {
        using var server = new ScriptedServer(exchange =>
            exchange.OnConnection != 2 ? exchange.ReplyAsync(Exchange.Pong) : how == "reset" ? exchange.ResetAsync() : Task.FromResult(false));
        using var failures = new MemoryStream();
        var route = Route() with { Method = method, Body = Encoding.ASCII.GetBytes(body) };

        var run = await RunAsync(server, requests: 6, route: route, failures: failures);

        Assert.That(run.Totals, Is.EqualTo(new LoadTotals(6, 3, 3, 0, 0, 0)));
        Assert.That(Kinds(failures), Is.All.EqualTo(how));
        Assert.That(server.Requests, Is.EqualTo(6), "each was sent once");
    }

    [Test]
    public async Task Run_BytesAfterResponse_AreNotTakenForTheNext()
    {
        using var server = new ScriptedServer(exchange => exchange.ReplyAsync(Exchange.Pong + "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n"));

        var run = await RunAsync(server, requests: 4);

        Assert.That(run.Totals.Completed, Is.EqualTo(4));
    }

    [TestCase("GET", 204, "HTTP/1.1 204 No Content\r\n\r\n")]
    [TestCase("GET", 304, "HTTP/1.1 304 Not Modified\r\nContent-Length: 4\r\n\r\n")]
    [TestCase("HEAD", 200, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n")]
    public async Task Run_ResponseWithoutBody_KeepsTheConnection(string method, int status, string response)
    {
        using var server = ScriptedServer.Always(response);

        var run = await RunAsync(server, requests: 5, route: Route() with { Method = method, ExpectedStatus = status, ExpectedBody = null });

        Assert.That(run.Totals.Completed, Is.EqualTo(5));
        Assert.That(server.Connections, Is.EqualTo(1));
    }

    [TestCase("always", 1)]
    [TestCase("never", 6)]
    [TestCase("2", 3)]
    public async Task Run_ReusePolicy_OpensThatManyConnections(string reuse, int connections)
    {
        using var server = new ScriptedServer(exchange =>
            exchange.ReplyAsync(Exchange.Pong, keep: !exchange.Head.Contains("Connection: close", StringComparison.Ordinal)));

        var run = await RunAsync(server, requests: 6, change: options => options with { Reuse = ReusePolicy.Parse(reuse) });

        Assert.That(run.Totals, Is.EqualTo(new LoadTotals(6, 6, 0, 0, 0, 0)));
        Assert.That(server.Connections, Is.EqualTo(connections));
    }

    [Test]
    public async Task Run_MethodHeadersAndBody_ArriveAsGiven()
    {
        var seen = new List<Exchange>();
        using var server = new ScriptedServer(exchange =>
        {
            seen.Add(exchange);
            return exchange.ReplyAsync(Exchange.Pong);
        });
        var route = Route() with
        {
            Method = "POST",
            Path = "/a?b=c",
            Headers = new Dictionary<string, string> { ["X-Test"] = "1, 2" },
            Body = Encoding.ASCII.GetBytes("{\"k\":1}"),
        };

        await RunAsync(server, requests: 1, route: route);

        Assert.That(seen, Has.Count.EqualTo(1));
        Assert.That(seen[0].Head, Does.StartWith("POST /a?b=c HTTP/1.1\r\n").And.Contains("Host: echo.test\r\n").And.Contains("X-Test: 1, 2\r\n"));
        Assert.That(seen[0].Body, Is.EqualTo("{\"k\":1}"));
    }

    /// <summary>A server may repeat what it was sent: of a request with a secret no answer is kept.</summary>
    [Test]
    public async Task Run_AnswerThatRepeatsASecret_IsNotKept()
    {
        using var server = new ScriptedServer(exchange =>
        {
            var secret = exchange.Head.Split("Authorization: ")[1].Split("\r\n")[0];
            return exchange.ReplyAsync($"HTTP/1.1 500 Oops\r\nContent-Length: {secret.Length}\r\n\r\n{secret}");
        });
        using var failures = new MemoryStream();
        var route = Route() with { Headers = new Dictionary<string, string> { ["Authorization"] = "s3cret-of-the-test" }, HasSecret = true };

        await RunAsync(server, requests: 2, route: route, failures: failures);

        Assert.That(Kinds(failures), Is.EqualTo(new[] { "status", "status" }));
        Assert.That(Encoding.UTF8.GetString(failures.ToArray()), Does.Not.Contain("s3cret").And.Contain("not kept"));
    }

    [Test]
    public async Task Run_Cancelled_EndsWithWhatWasMeasured()
    {
        using var cancel = new CancellationTokenSource();
        using var server = new ScriptedServer(async exchange =>
        {
            if (exchange.Number == 10)
            {
                await cancel.CancelAsync();
                return await exchange.NeverAnswerAsync();
            }

            return await exchange.ReplyAsync(Exchange.Pong);
        });

        var run = await LoadRunner.RunAsync(Options(1_000), [Route()], server.Target, null, null, cancel.Token);

        Assert.That(run.Interrupted, Is.True);
        Assert.That(run.Totals, Is.EqualTo(new LoadTotals(10, 9, 0, 0, 1, 0)));
    }

    [Test]
    public async Task Run_OpenModelCancelledWithIdleConnections_EndsWithWhatWasMeasured(CancellationToken cancellation)
    {
        using var cancel = new CancellationTokenSource();
        using var server = new ScriptedServer(async exchange =>
        {
            if (exchange.Number == 10)
            {
                await cancel.CancelAsync();
                return await exchange.NeverAnswerAsync();
            }

            return await exchange.ReplyAsync(Exchange.Pong);
        });
        var options = Options(0) with { Model = LoadModel.Open, Requests = null, Rate = 200, Duration = TimeSpan.FromHours(1), Connections = 4 };

        var run = await LoadRunner.RunAsync(options, [Route()], server.Target, null, null, cancel.Token).WaitAsync(cancellation);

        Assert.That(run.Interrupted, Is.True);
        Assert.That(run.Totals.Scheduled, Is.EqualTo(run.Totals.Completed + run.Totals.Dropped + run.Totals.Pending));
        Assert.That(run.Totals.Completed, Is.InRange(1, server.Requests - 1));
        Assert.That(run.Totals.Pending, Is.InRange(1, 4));
    }

    [Test]
    public async Task Run_OpenModel_SendsWhatThePlanHas()
    {
        using var server = ScriptedServer.Always(Exchange.Pong);
        var options = Options(0) with
        {
            Model = LoadModel.Open,
            Requests = null,
            Rate = 800,
            Duration = TimeSpan.FromMilliseconds(250),
            WarmUp = WarmUp.Of(20),
            Connections = 4,
        };

        var run = await LoadRunner.RunAsync(options, [Route()], server.Target, null, null, TestContext.CurrentContext.CancellationToken);

        Assert.That(run.Totals, Is.EqualTo(new LoadTotals(200, 200, 0, 0, 0, 0)));
        Assert.That(run.WarmUpRequests, Is.InRange(0, 20), "what this machine came to within the 25 ms of the warm-up");
        Assert.That(run.Setup.OfferedRate, Is.EqualTo(800).Within(1e-9));
    }

    [Test]
    public async Task Run_PoissonArrivals_OffersWhatItsSeedDraws()
    {
        using var server = ScriptedServer.Always(Exchange.Pong);
        var options = Options(0) with
        {
            Model = LoadModel.Open,
            Arrivals = ArrivalProcess.Poisson,
            Requests = null,
            Rate = 800,
            Duration = TimeSpan.FromMilliseconds(250),
            Connections = 4,
        };
        var drawn = new ArrivalCursor(new LoadPlan(options, [Route()]), RateCurve.Constant(800, options.Duration), 0, 1);
        while (!drawn.IsAtEnd)
        {
            drawn.MoveNext();
        }

        var run = await LoadRunner.RunAsync(options, [Route()], server.Target, null, null, CancellationToken.None);

        Assert.That(drawn.Number, Is.Not.EqualTo(200));
        Assert.That(run.Totals, Is.EqualTo(new LoadTotals(drawn.Number, drawn.Number, 0, 0, 0, 0)));
        Assert.That(run.Setup.OfferedRate, Is.EqualTo(drawn.Number / 0.25));
    }

    private static TestCaseData Case(string name, string response) => new TestCaseData(response).SetName($"Run_GoodResponse_SucceedsOnOneConnection({name})");

    private static LoadRoute Route() => new() { Name = "echo", Host = "echo.test", ExpectedBody = PongBody };

    private static IEnumerable<string?> Kinds(MemoryStream failures) =>
        Encoding.UTF8.GetString(failures.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("kind").GetString());

    private LoadOptions Options(long requests) => new()
    {
        Engine = engine,
        Model = LoadModel.Closed,
        Requests = requests,
        Connections = 1,
        Threads = 1,
        WarmUp = WarmUp.Of(0),
        Timeout = TimeSpan.FromMinutes(1), // never reached: no test waits for it
    };

    private async Task<LoadRun> RunAsync(
        ScriptedServer server, long requests, LoadRoute? route = null, MemoryStream? failures = null, Func<LoadOptions, LoadOptions>? change = null)
    {
        failures ??= new MemoryStream();
        var run = await LoadRunner.RunAsync(
            (change ?? (options => options))(Options(requests)), [route ?? Route()], server.Target,
            null, failures, TestContext.CurrentContext.CancellationToken);
        await TestContext.Out.WriteAsync(Encoding.UTF8.GetString(failures.ToArray()));
        return run;
    }
}
