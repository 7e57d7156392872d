using System.Net;
using System.Net.Sockets;
using Gauntlet.Build.Cli;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.LoadTest;
using Gauntlet.LoadGenerator;
using Gauntlet.LoadGenerator.Engines;

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
        var line = CommandLine.Parse(["--target=LoadTest", "--engine=" + engine, "--arrivals=" + arrivals], _ => null, StageCatalog.Host.Targets);
        var options = new OptionValues(line, inContinuousIntegration: false);
        var request = LoadRequest.Create(options, [], new IPEndPoint(IPAddress.Loopback, 1)) with { Routes = routes };
        await request.RunAsync(new StubTools(tool), new Progress<LoadProgress>(), Stream.Null, CancellationToken.None);
    }

    private sealed class StubTools(Func<ToolExit> answer) : IToolRunner
    {
        public Task<ToolExit> RunAsync(EngineTool tool, IReadOnlyList<string> arguments, CancellationToken cancellation) => Task.FromResult(answer());
    }
}
