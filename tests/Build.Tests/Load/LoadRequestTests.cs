using System.Net;
using Gauntlet.Build.Lifetime;
using Gauntlet.Build.Load;
using Gauntlet.Build.Options;
using Gauntlet.Build.State;
using Gauntlet.LoadGenerator;

namespace Gauntlet.Build.Tests.Load;

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
        var exception = await Assert.ThrowsAsync<StageException>(() => RunAsync(engine, routes));

        Assert.That(exception!.Outcome, Is.EqualTo(StageOutcome.Usage));
        Assert.That(exception.Message, Does.Contain(reason));
    }

    [Test]
    public async Task RunAsync_ToolThatIsNotInstalled_IsInfrastructureAndSaysWhatToDo()
    {
        Assume.That((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "k6"))), Is.False);

        var exception = await Assert.ThrowsAsync<StageException>(() => RunAsync("k6", [Foo]));

        Assert.That(exception!.Outcome, Is.EqualTo(StageOutcome.Infrastructure));
        Assert.That(exception.Message, Does.StartWith("cannot start k6").And.EndsWith("Install it or choose --engine=auto"));
    }

    private static async Task RunAsync(string engine, IReadOnlyList<LoadRoute> routes)
    {
        var options = PipelineOptions.Bind(CommandLine.Parse(["--target=LoadTest", "--engine=" + engine, "--arrivals=poisson"], _ => null, StageCatalog.Host.Targets), inContinuousIntegration: false);
        var request = LoadRequest.Create(options.Load, [], new IPEndPoint(IPAddress.Loopback, 1)) with { Routes = routes };
        await request.RunAsync(new Progress<LoadProgress>(), Stream.Null, CancellationToken.None);
    }
}
