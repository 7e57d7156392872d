using Gauntlet.LoadGenerator.Running;
using Gauntlet.LoadGenerator.Tests.Adapters;
using Gauntlet.LoadGenerator.Tests.Conformance;
using Gauntlet.LoadGenerator.Tests.Simulated;
using Gauntlet.Metrics.Model;

namespace Gauntlet.LoadGenerator.Tests.Properties;

/// <summary>The table of docs/load.md: each row is a run in which one request ends so, and says where that request is found.</summary>
internal static class CountsTable
{
    private const int Odd = 30;

    private static readonly LoadOptions Options = new()
    {
        Rate = 100, Duration = TimeSpan.FromSeconds(1), Connections = 1, Timeout = TimeSpan.FromMilliseconds(300), WarmUp = WarmUp.Of(0),
    };

    private static readonly (string What, Action<SimulatedRequest> Serve)[] Rows =
    [
        ("the expected status and body", request => request.Answer(Exchange.Pong)),
        ("another status", request => request.Answer("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")),
        ("another body", request => request.Answer("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nping")),
        ("no HTTP", request => request.Answer("SSH-2.0-x\r\n\r\n")),
        ("the connection ends after the request was read", request => request.Connection.Close()),
        ("the connection is reset after the request was read", request => request.Connection.Reset()),
        ("no answer within `--timeout`", _ => { }),
    ];

    public static async Task<string> RenderAsync()
    {
        var rows = new List<string>();
        foreach (var (what, serve) in Rows)
        {
            rows.Add(await RowAsync(what, new Simulation(request => (request.Number == Odd ? serve : request => request.Answer(Exchange.Pong))(request))));
        }

        rows.Add(await RowAsync("the connection is refused", Connecting(Welcome.Refuse), Options with { Reuse = ReusePolicy.Never }));
        rows.Add(await RowAsync("the connection is not made within `--timeout`", Connecting(Welcome.Ignore), Options with { Reuse = ReusePolicy.Never }));
        rows.Add(await RowAsync("the idle connection was closed before the request came there: sent once more", Closing(), Options with { Rate = 1_000 }));
        rows.Add(await RowAsync("the same, of a method that is not idempotent", Closing(), Options with { Rate = 1_000 }, "POST"));
        rows.Add(await RowAsync("never sent: the server kept every connection busy for longer than `--timeout`", Holding()));
        rows.Add(await RowAsync("never sent: the generator did not come to it within `--timeout`", Standing()));
        rows.Add(await RowAsync("never sent: no descriptor, port or memory for its connection", new Simulation(Answering) { HasSocket = n => n != 3 }, Options with { Reuse = new ReusePolicy(10) }));
        rows.Add(await RowAsync("under way when the run is stopped", new Simulation(_ => { }), stopAfter: TimeSpan.FromMilliseconds(5)));
        return string.Concat(rows.Prepend("| what happens to a request | account | kind | counts as error | response time | service time |\n|---|---|---|---|---|---|\n"));
    }

    private static void Answering(SimulatedRequest request) => request.Answer(Exchange.Pong);

    private static Simulation Connecting(Welcome welcome) => new(Answering) { Greet = connection => connection.Number == Odd ? welcome : Welcome.Accept };

    private static Simulation Closing() => new(request =>
    {
        request.Answer(Exchange.Pong);
        if (request.Number == Odd)
        {
            // The next request is on the wire then: it was sent at its time, a millisecond after this one.
            request.Clock.After(Clock.Millisecond - 5_000, request.Connection.Close);
        }
    });

    private static Simulation Holding() => new(request => request.Answer(Exchange.Pong, request.Number is Odd or Odd + 1 ? TimeSpan.FromMilliseconds(299) : default));

    private static Simulation Standing()
    {
        Simulation simulation = null!;
        simulation = new Simulation(request =>
        {
            request.Answer(Exchange.Pong);
            if (request.Number == Odd)
            {
                simulation.StandStill(Clock.Millisecond * 310);
            }
        });
        return simulation;
    }

    private static async Task<string> RowAsync(string what, Simulation simulation, LoadOptions? options = null, string method = "GET", TimeSpan? stopAfter = null)
    {
        using var stop = new CancellationTokenSource();
        if (stopAfter is { } after)
        {
            simulation.Clock.After(after, stop.Cancel);
        }

        var route = new LoadRoute { Name = "echo", Host = "echo.test", Method = method, ExpectedBody = "pong"u8.ToArray() };
        var run = await simulation.RunAsync(options ?? Options, [route], stop: stop.Token);
        var group = MetricsBuilder.Build(run, ToolBench.Header, resamples: 2).Overall;
        return $"| {what} | {Account(run.Totals)} | {Kind(group)} | {(group.Errors > 0 ? "yes" : "no")} | {Times(run, group.Response)} | {Times(run, group.Service)} |\n";
    }

    private static string Account(LoadTotals totals) => totals switch
    {
        { Pending: > 0 } => "sent, pending",
        { IdleRetries: > 0, Failed: 0 } => "sent, completed, retried",
        { Failed: > 0 } => "sent, failed",
        { Dropped: > 0 } => "dropped",
        _ => "sent, completed",
    };

    private static string Kind(GroupMetrics group) =>
        string.Join(", ", group.FailuresByKind.Keys.Concat(group.DroppedByCause.Keys).Select(kind => $"`{kind}`")) is { Length: > 0 } kinds ? kinds : "–";

    /// <summary>Whether the odd one is among the times: then they are as many as the requests that were due.</summary>
    private static string Times(LoadRun run, LatencyMetrics? latency) => (latency?.Samples ?? 0) == run.Totals.Scheduled ? "yes" : "no";
}
