using System.Runtime.InteropServices;
using System.Text;
using Gauntlet.LoadGenerator.Tests.Conformance;
using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Tests.Epoll;

/// <summary>A loop that reads in the order of sending loses, doubles and mixes nothing up, however the server answers. Each route has its own body.</summary>
internal sealed class ReadingInOrderTests
{
    private const int Connections = 50;
    private const int Requests = 20_000;
    private const int AnswersToAnEnd = 40;

    private static readonly LoadRoute[] Routes =
    [
        .. BurstServer.Bodies.Select((body, i) =>
            new LoadRoute
            {
                Name = $"{i}", Host = "burst.test", Path = $"/{i}", ExpectedBody = Encoding.ASCII.GetBytes(body), Weight = body.Length > 10_000 ? 0.1 : 1,
            }),
    ];

    [TestCase("as asked")]
    [TestCase("reversed")]
    [TestCase("shuffled")]
    [TestCase("changing")]
    public async Task Run_ServerAnswersInSomeOrder_EveryRequestGetsItsAnswer(string order)
    {
        var server = new BurstServer(Order(order), _ => Fate.Answer);

        var run = await RunAsync(server, Options());

        Assert.That(run.Totals, Is.EqualTo(new LoadTotals(Requests, Requests, 0, 0, 0, 0)));
        Assert.That(server.Simulation.Requests, Is.EqualTo(Requests));
        Assert.That(server.Simulation.Connections, Is.EqualTo(Connections));
        Assert.That(server.Simulation.Sleeps, Is.Positive); // it did read in order
    }

    [Test]
    [Platform("Linux")]
    [CancelAfter(120_000)]
    public async Task Run_RealSocketsAnsweredInBursts_EveryRequestGetsItsAnswer(CancellationToken cancellation)
    {
        const int Burst = 16, Asked = 100 * Burst;
        var burst = new List<TaskCompletionSource>();
        using var server = new ScriptedServer(async exchange =>
        {
            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (burst)
            {
                burst.Add(turn);
                if (burst.Count == Burst)
                {
                    burst.ForEach(asked => asked.SetResult());
                    burst.Clear();
                }
            }

            await turn.Task.WaitAsync(cancellation);
            return await exchange.ReplyAsync(Exchange.Pong);
        });
        var options = Options() with { Engine = "epoll", Threads = 1, Requests = Asked, Timeout = TimeSpan.FromMinutes(1) };

        var run = await LoadRunner.RunAsync(options, [Routes[0] with { ExpectedBody = null }], server.Target, null, null, cancellation);

        Assert.That(run.Totals, Is.EqualTo(new LoadTotals(Asked, Asked, 0, 0, 0, 0)));
        Assert.That(server.Connections, Is.EqualTo(Connections));
    }

    [TestCase("as asked")]
    [TestCase("changing")]
    public async Task Run_ServerEndsConnectionsUnannounced_FailsWhatItHadReadAndNothingElse(string order)
    {
        // An end may be seen before the next request goes out; every second one is too late for that.
        var server = new BurstServer(Order(order), peer =>
            peer.Answers + 1 < AnswersToAnEnd ? Fate.Answer : peer.Number % 2 == 0 ? Fate.AnswerAndEndWhenAsked : Fate.AnswerAndEnd);

        var run = await RunAsync(server, Options());

        Assert.That(run.Totals, Is.EqualTo(new LoadTotals(Requests, Requests - server.AskedAfterEnd, server.AskedAfterEnd, 0, 0, 0)));
        Assert.That(server.AskedAfterEnd, Is.Positive);
        Assert.That(server.Simulation.Requests, Is.EqualTo(Requests));
        AssertConnectionsAndEnds(server);
    }

    [Test]
    public async Task Run_ServerClosesConnectionsUnannounced_RetriesAndFailsNothing()
    {
        var server = new BurstServer(Order("as asked"), peer => peer.Answers + 1 == AnswersToAnEnd ? Fate.AnswerAndClose : Fate.Answer);

        var run = await RunAsync(server, Options());

        Assert.That(run.Totals with { IdleRetries = 0 }, Is.EqualTo(new LoadTotals(Requests, Requests, 0, 0, 0, 0)));
        Assert.That(run.Totals.IdleRetries, Is.InRange(1, server.Simulation.Connections - Connections)); // each on a connection of its own
        Assert.That(server.Simulation.Requests, Is.EqualTo(Requests));
        AssertConnectionsAndEnds(server);
    }

    [Test]
    public async Task Run_ServerAnnouncesItsEnds_ReconnectsWithoutRetry()
    {
        var server = new BurstServer(Order("as asked"), peer => peer.Answers + 1 == AnswersToAnEnd ? Fate.AnnounceEnd : Fate.Answer);

        var run = await RunAsync(server, Options());

        Assert.That(run.Totals, Is.EqualTo(new LoadTotals(Requests, Requests, 0, 0, 0, 0)));
        Assert.That(server.Simulation.Requests, Is.EqualTo(Requests));
        AssertConnectionsAndEnds(server);
    }

    [TestCase("as asked")]
    [TestCase("shuffled")]
    public async Task Run_GeneratorEndsConnections_ReconnectsWithoutRetry(string order)
    {
        var server = new BurstServer(Order(order), _ => Fate.Answer);

        var run = await RunAsync(server, Options() with { Reuse = new ReusePolicy(AnswersToAnEnd) });

        Assert.That(run.Totals, Is.EqualTo(new LoadTotals(Requests, Requests, 0, 0, 0, 0)));
        Assert.That(server.Simulation.Requests, Is.EqualTo(Requests));
        Assert.That(server.Simulation.Connections, Is.InRange(Requests / AnswersToAnEnd, (Requests / AnswersToAnEnd) + Connections - 1));
    }

    [Test]
    public async Task Run_OneConnectionIsNoLongerAnswered_ItsRequestsTimeOutAndNoOthers()
    {
        // Only that connection is ever replaced.
        var server = new BurstServer(
            Order("as asked"), peer => peer.Number > Connections || (peer.Number == 7 && peer.Answers == AnswersToAnEnd) ? Fate.Ignore : Fate.Answer);

        var run = await RunAsync(server, Options() with { Timeout = TimeSpan.FromMilliseconds(20) });

        Assert.That(server.Ignored, Is.Positive);
        Assert.That(run.Totals, Is.EqualTo(new LoadTotals(Requests, Requests - server.Ignored, server.Ignored, 0, 0, 0)));
        Assert.That(run.Recorded.Routes.Sum(route => route.Outcomes[(int)Outcome.Timeout]), Is.EqualTo(server.Ignored));
        Assert.That(server.Simulation.Requests, Is.EqualTo(Requests));
        Assert.That(server.Simulation.Connections, Is.EqualTo(Connections + server.Ignored - 1));
    }

    [TestCase("as asked")]
    [TestCase("shuffled")]
    public async Task Run_ServerStopsForAWhile_GoesOnWhereItWas(string order)
    {
        var server = new BurstServer(Order(order), _ => Fate.Answer) { StopsAt = Requests / 2 };

        var run = await RunAsync(server, Options());

        Assert.That(run.Totals, Is.EqualTo(new LoadTotals(Requests, Requests, 0, 0, 0, 0)));
        Assert.That(server.Simulation.Connections, Is.EqualTo(Connections));
    }

    [TestCase("as asked")]
    [TestCase("shuffled")]
    public async Task Run_Stopped_EndsWithWhatWasAnsweredAndClosesItsConnections(string order)
    {
        using var stop = new CancellationTokenSource();
        var server = new BurstServer(Order(order), peer =>
        {
            if (peer.Asked == Requests / 2)
            {
                stop.Cancel();
            }

            return stop.IsCancellationRequested ? Fate.Ignore : Fate.Answer;
        });

        var run = await RunAsync(server, Options(), stop.Token);

        Assert.That(run.Interrupted, Is.True);
        Assert.That(run.Totals, Is.EqualTo(new LoadTotals(run.Totals.Completed + run.Totals.Pending, run.Totals.Completed, 0, 0, run.Totals.Pending, 0)));
        Assert.That(run.Totals.Pending, Is.InRange(1, Connections));
        Assert.That(run.Totals.Completed, Is.InRange((Requests / 2) - Connections, (Requests / 2) + Connections));
        Assert.That(server.Simulation.Connections, Is.EqualTo(Connections));
        Assert.That(server.Simulation.OpenSockets, Is.Zero);
    }

    // What the server did not end itself is open to the last, at most one connection a slot.
    private static void AssertConnectionsAndEnds(BurstServer server)
    {
        Assert.That(server.Ends, Is.InRange((Requests / AnswersToAnEnd) - Connections, Requests / AnswersToAnEnd));
        Assert.That(server.Simulation.Connections - server.Ends, Is.InRange(0, Connections));
    }

    private static Action<List<BurstServer.Peer>> Order(string order)
    {
        var random = new Random(7);
        Action<List<BurstServer.Peer>> keep = _ => { };
        Action<List<BurstServer.Peer>> shuffle = burst => random.Shuffle(CollectionsMarshal.AsSpan(burst));
        return order switch
        {
            "as asked" => keep,
            "reversed" => burst => burst.Reverse(),
            "shuffled" => shuffle,
            _ => burst => (burst.Count > 0 && burst[0].Asked / 300 % 2 == 1 ? shuffle : keep)(burst),
        };
    }

    private static LoadOptions Options() => new()
    {
        Model = LoadModel.Closed,
        Requests = Requests,
        Connections = Connections,
        WarmUp = WarmUp.Of(0),
    };

    private static async Task<LoadRun> RunAsync(BurstServer server, LoadOptions options, CancellationToken stop = default)
    {
        using var failures = new MemoryStream();
        var run = await server.Simulation.RunAsync(options, Routes, failures, stop);
        await TestContext.Out.WriteAsync(Encoding.UTF8.GetString(failures.ToArray()));
        return run;
    }
}
