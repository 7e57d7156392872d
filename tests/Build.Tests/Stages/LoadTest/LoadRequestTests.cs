using System.Net;
using System.Net.Sockets;
using System.Text;
using Gauntlet.Build.Cli;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.LoadTest;
using Gauntlet.LoadGenerator;
using Gauntlet.LoadGenerator.Engines;
using Gauntlet.Workloads.Routing;

namespace Gauntlet.Build.Tests.Stages.LoadTest;

[TestFixture]
[CancelAfter(30_000)]
public sealed class LoadRequestTests
{
    private static readonly LoadRoute Foo = new() { Name = "foo", Host = "foo.localhost", Path = "/", Weight = 1 };

    private static IEnumerable<TestCaseData> Refused =>
    [
        new TestCaseData("auto", Array.Empty<LoadRoute>(), "there is no route").SetArgDisplayNames("no route"),
        new TestCaseData("auto", new[] { Foo, Foo }, "the route name 'foo' is used twice").SetArgDisplayNames("a route twice"),
        new TestCaseData("vegeta", new[] { Foo }, "vegeta has no Poisson arrivals").SetArgDisplayNames("what the tool cannot do"),
    ];

    [TestCaseSource(nameof(Refused))]
    public async Task RunAsync_LoadThatCannotBeRun_IsUsage(string engine, LoadRoute[] routes, string reason)
    {
        var exception = await Assert.ThrowsAsync<StageException>(() => RunAsync(engine, routes, () => throw new InvalidOperationException("nothing may run")));

        Assert.That(exception!.Outcome, Is.EqualTo(StageOutcome.Usage));
        Assert.That(exception.Message, Does.StartWith("The load cannot be run: ").And.Contains(reason));
    }

    /// <summary>What is not known is not compared, and least of all with nothing.</summary>
    [TestCase(null, false)]
    [TestCase("", true)]
    [TestCase("pong\n", true)]
    [TestCase("ü", true)]
    public void Create_ExpectedBodyOfARoute_IsComparedOnlyWhereItIsKnown(string? body, bool compared)
    {
        var route = Create([], new Route("foo", "foo.localhost", "/", "default/foo", 200, body)).Routes.Single();

        Assert.That(route.ExpectedBody is not null, Is.EqualTo(compared));
        Assert.That(route.ExpectedBody is { } bytes ? Encoding.UTF8.GetString([.. bytes]) : null, Is.EqualTo(body));
    }

    [Test]
    public void Create_RequestOfARoute_IsSentAsItsServiceSays()
    {
        var route = new Route("foo", "foo.localhost", "/", "default/foo", 200, null)
        {
            Method = "POST", Body = "{}", Headers = new Dictionary<string, string> { ["X-Plain"] = "1", ["Authorization"] = "env:TOKEN" },
        };
        var ingress = new IPEndPoint(IPAddress.Loopback, 80);

        var request = LoadRequest.Create(Options(["--scheme=https"]), [route], ingress, new IPEndPoint(IPAddress.Loopback, 8443), value => value == "env:TOKEN" ? "secret" : value);
        var sent = request.Routes.Single();

        Assert.That((sent.Method, sent.Scheme, sent.HasSecret, Encoding.UTF8.GetString(sent.Body.Span)), Is.EqualTo(("POST", "https", true, "{}")));
        Assert.That(sent.Headers, Is.EquivalentTo(new Dictionary<string, string> { ["X-Plain"] = "1", ["Authorization"] = "secret" }));
        Assert.That(request.Target.TlsPort, Is.EqualTo(8443));
        Assert.That(LoadEngines.Choice(request.Options, request.Routes), Does.Contain("portable, because the engine epoll has no https").Or.EqualTo("engine portable"));
    }

    [Test]
    public void Create_HttpsWithoutAnAddress_IsUsage() =>
        Assert.That(() => Create(["--scheme=https"]), Throws.TypeOf<StageException>().With.Property(nameof(StageException.Outcome)).EqualTo(StageOutcome.Usage));

    [TestCase("epoll", "the engine epoll has no https")]
    [TestCase("portable", null)]
    [TestCase("auto", null)]
    public void Check_EngineThatHasNoTls_IsRefused(string engine, string? problem)
    {
        var problems = LoadRequest.Check(Options(["--scheme=https", "--engine=" + engine]), [new Route("foo", "foo.localhost", "/", "default/foo", 200, null)]);

        Assert.That(problems, problem is null ? Is.Empty : Has.Some.EqualTo(problem));
    }

    [Test]
    public void Check_MoreConnectionsThanThisMachineCanHave_IsSaidBeforeTheRun()
    {
        Assume.That(OperatingSystem.IsLinux());
        var options = Options(["--connections=100000"]);

        Assert.That(LoadRequest.Check(options, [new Route("foo", "foo.localhost", "/", "default/foo", 200, null)]), Has.Some.Contains("lower --connections"));
    }

    /// <summary>Every option of the load but its seed makes it another one.</summary>
    [TestCase("--rate=999")]
    [TestCase("--duration=14s")]
    [TestCase("--arrivals=poisson")]
    [TestCase("--stages=10s:100")]
    [TestCase("--requests=15000")]
    [TestCase("--connections=49")]
    [TestCase("--warm-up=2s")]
    [TestCase("--warm-up=10")]
    [TestCase("--weights=foo=2")]
    [TestCase("--timeout=9s")]
    [TestCase("--reuse=never")]
    [TestCase("--scheme=https")]
    public void Words_AnotherOption_IsAnotherLoad(string argument)
    {
        Assert.That(LoadRequest.Words(Options([argument])), Is.Not.EqualTo(LoadRequest.Words(Options([]))));
        Assert.That(LoadRequest.Words(Options([argument, "--seed=1"])), Is.EqualTo(LoadRequest.Words(Options([argument, "--seed=2"]))));
    }

    [Test]
    public async Task RunAsync_ToolThatFails_IsInfrastructureAndSaysWhatItSaid()
    {
        var exception = await Assert.ThrowsAsync<StageException>(
            () => RunAsync("k6", [Foo], () => new ToolExit("k6 run", 107, [], ["level=error", "script exception"])));

        Assert.That(exception!.Outcome, Is.EqualTo(StageOutcome.Infrastructure));
        Assert.That(exception.Message, Is.EqualTo("The load engine failed: k6 run exited with 107: script exception"));
        Assert.That(exception.Remedy, Does.Contain("--engine=auto"));
        Assert.That(exception.Evidence, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task RunAsync_MachineWithoutRoomForTheConnections_IsInfrastructureAndNoConnectionToTheCluster()
    {
        var exception = await Assert.ThrowsAsync<StageException>(
            () => RunAsync("k6", [Foo], () => throw new SocketException((int)SocketError.TooManyOpenSockets, "raise ulimit -n")));

        Assert.That(exception!.Outcome, Is.EqualTo(StageOutcome.Infrastructure));
        Assert.That(exception.Message, Is.EqualTo("The load generator cannot go on: raise ulimit -n"));
    }

    private static async Task RunAsync(string engine, IReadOnlyList<LoadRoute> routes, Func<ToolExit> tool)
    {
        var arrivals = engine == "vegeta" ? "poisson" : "constant";
        var request = Create(["--engine=" + engine, "--arrivals=" + arrivals]) with { Routes = routes };
        await request.RunAsync(new StubTools(tool), new Progress<LoadProgress>(), Stream.Null, CancellationToken.None);
    }

    private static OptionValues Options(string[] arguments) =>
        new(CommandLine.Parse(["--target=LoadTest", .. arguments], _ => null, StageCatalog.Host.Targets), inContinuousIntegration: false);

    private static LoadRequest Create(string[] arguments, params Route[] routes) =>
        LoadRequest.Create(Options(arguments), routes, new IPEndPoint(IPAddress.Loopback, 1), https: null, value => value);

    private sealed class StubTools(Func<ToolExit> answer) : IToolRunner
    {
        public Task<ToolExit> RunAsync(EngineTool tool, IReadOnlyList<string> arguments, CancellationToken cancellation) => Task.FromResult(answer());
    }
}
