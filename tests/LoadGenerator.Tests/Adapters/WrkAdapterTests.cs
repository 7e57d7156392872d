using System.Collections.Concurrent;
using Gauntlet.LoadGenerator.Tests.Conformance;

namespace Gauntlet.LoadGenerator.Tests.Adapters;

[Category("Tools")]
[CancelAfter(60_000)]
internal sealed class WrkAdapterTests
{
    [Test]
    public async Task RunAsync_InstalledWrk_IsReadIntoTheSameMetrics()
    {
        var hosts = new ConcurrentDictionary<string, int>();
        using var server = new ScriptedServer(exchange =>
        {
            hosts.AddOrUpdate(exchange.Head.Split("\r\n").Single(line => line.StartsWith("Host:", StringComparison.Ordinal)), 1, (_, count) => count + 1);
            return exchange.ReplyAsync(exchange.Number % 10 == 0 ? "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n" : Exchange.Pong);
        });
        var options = new LoadOptions
        {
            Engine = EngineKind.Wrk,
            Model = LoadModel.Closed,
            Duration = TimeSpan.FromSeconds(1),
            WarmUp = WarmUp.Of(0),
            Connections = 4,
            Threads = 2,
        };
        LoadRoute[] routes = [new() { Name = "a", Host = "a.test", Weight = 3 }, new() { Name = "b", Host = "b.test" }];

        var run = await LoadRunner.RunAsync(options, routes, server.Target, null, null, TestContext.CurrentContext.CancellationToken);

        Assert.That(run.Setup.Engine, Is.EqualTo("wrk"));
        Assert.That(run.Setup.Deviation, Is.Not.Empty);
        Assert.That(run.Totals.Completed + run.Totals.Failed, Is.EqualTo(run.Totals.Scheduled).And.InRange(10, server.Requests));
        Assert.That(run.Recorded.Requests, Is.EqualTo(run.Totals.Scheduled));
        Assert.That((double)run.Totals.Failed / run.Totals.Scheduled, Is.EqualTo(0.1).Within(0.05));
        Assert.That(hosts.Keys, Is.EquivalentTo(new[] { "Host: a.test", "Host: b.test" }));
        Assert.That(run.Measured, Is.GreaterThan(TimeSpan.FromSeconds(0.9)));
    }
}
