namespace Gauntlet.LoadGenerator.Tests;

/// <summary>Which engine runs a plan, and what each refuses before anything is sent.</summary>
internal sealed class LoadEnginesTests
{
    private static readonly LoadRoute Route = new() { Name = "foo", Host = "foo.test" };
    private static readonly LoadOptions Open = new();
    private static readonly LoadOptions Closed = new() { Model = LoadModel.Closed, Requests = 10 };

    private static IEnumerable<TestCaseData> Refused =>
    [
        Case("vegeta", Closed, Route, "has no closed model"),
        Case("vegeta", Open with { Stages = LoadStage.ParseList("1s:10") }, Route, "has no stages"),
        Case("vegeta", Open with { WarmUp = WarmUp.Of(50) }, Route, "has no warm-up by a number of requests"),
        Case("vegeta", Open with { Reuse = new ReusePolicy(10) }, Route, "has no number of requests per connection"),
        Case("k6", Open with { Arrivals = ArrivalProcess.Poisson }, Route, "has no Poisson arrivals"),
        Case("k6", Open with { Threads = 2 }, Route, "has no number of threads to set"),
        Case("k6", Open with { Rate = 0.12345 }, Route, "takes rates of at most three decimals"),
        Case("epoll", Open, Route with { Scheme = "https" }, "has no https"),
        Case("epoll", Open with { Http2 = true }, Route, "has no HTTP/2"),
        Case("wrk", Open, Route, "there is no engine 'wrk'; there are auto, epoll, portable"),
    ];

    [TestCaseSource(nameof(Refused))]
    public void Check_WhatTheEngineCannotDo_IsRefused(LoadOptions options, LoadRoute route, string problem) =>
        Assert.That(LoadRunner.Check(options, [route]), Has.Some.Contains(problem));

    [TestCase("auto")]
    [TestCase("portable")]
    [TestCase("k6")]
    [TestCase("vegeta")]
    public void Check_DefaultLoad_IsRunByEveryEngine(string engine) =>
        Assert.That(LoadRunner.Check(Open with { Engine = engine }, [Route]), Is.Empty);

    [Test]
    public void Check_SeveralProblems_AreAllNamed() =>
        Assert.That(LoadRunner.Check(Closed with { Engine = "vegeta", Connections = 0 }, []), Has.Count.EqualTo(3));

    [Test]
    public void Of_AutoWithTls_IsThePortableEngine() =>
        Assert.That(LoadEngines.Of(Open, [Route with { Scheme = "https" }])!.Name, Is.EqualTo("portable"));

    [Test]
    public void Of_Auto_IsNeverATool() =>
        Assert.That(LoadEngines.Of(Open with { Arrivals = ArrivalProcess.Poisson, Http2 = true }, [])!.Tool, Is.Null);

    [Test]
    public void RunAsync_LoadThatCannotBeRun_NamesWhatCheckSays() =>
        Assert.That(
            () => LoadRunner.RunAsync(
                new LoadJob(Closed with { Engine = "vegeta" }, [Route], new LoadTarget(System.Net.IPAddress.Loopback, 1)), CancellationToken.None),
            Throws.ArgumentException.With.Message.Contains("the load cannot be run: the engine vegeta has no closed model"));

    private static TestCaseData Case(string engine, LoadOptions options, LoadRoute route, string problem) =>
        new TestCaseData(options with { Engine = engine }, route, problem).SetArgDisplayNames(engine, problem);
}
