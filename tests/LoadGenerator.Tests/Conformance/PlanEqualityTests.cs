using System.Collections.Concurrent;
using Gauntlet.LoadGenerator.Planning;

namespace Gauntlet.LoadGenerator.Tests.Conformance;

/// <summary>What a server sees of a seed: the same requests from both engines and from any number of loops.</summary>
[TestFixtureSource(typeof(Engines), nameof(Engines.Here))]
[CancelAfter(120_000)]
internal sealed class PlanEqualityTests(string engine)
{
    private const int Requests = 400;

    private static readonly LoadRoute[] Routes =
        [.. Enumerable.Range(1, 5).Select(i => new LoadRoute { Name = $"{i}", Host = $"h{i}.test", Weight = i })];

    [Test]
    public async Task Run_OneConnection_SendsThePlanInItsOrder()
    {
        var plan = new LoadPlan(Options(1), Routes);

        var seen = await SeenAsync(Options(loops: 1) with { Connections = 1 });

        Assert.That(seen, Is.EqualTo(Enumerable.Range(0, Requests).Select(i => Routes[plan.Route(i)].Host)));
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(4)]
    public async Task Run_AnyNumberOfLoops_SendsTheSameRequests(int loops)
    {
        var plan = new LoadPlan(Options(1), Routes);

        var seen = await SeenAsync(Options(loops));

        Assert.That(seen.Order(), Is.EqualTo(Enumerable.Range(0, Requests).Select(i => Routes[plan.Route(i)].Host).Order()));
    }

    private static async Task<IEnumerable<string>> SeenAsync(LoadOptions options)
    {
        var seen = new ConcurrentDictionary<int, string>();
        using var server = new ScriptedServer(exchange =>
        {
            seen[exchange.Number] = exchange.Head.Split("\r\n").Single(line => line.StartsWith("Host: ", StringComparison.Ordinal))[6..];
            return exchange.ReplyAsync(Exchange.Pong);
        });
        await LoadRunner.RunAsync(options, Routes, server.Target, null, null, TestContext.CurrentContext.CancellationToken);
        return seen.OrderBy(pair => pair.Key).Select(pair => pair.Value);
    }

    private LoadOptions Options(int loops) => new()
    {
        Engine = engine,
        Model = LoadModel.Closed,
        Requests = Requests,
        Connections = 4,
        Threads = loops,
        Seed = 7,
        WarmUp = WarmUp.Of(0),
        Timeout = TimeSpan.FromMinutes(1),
    };
}
