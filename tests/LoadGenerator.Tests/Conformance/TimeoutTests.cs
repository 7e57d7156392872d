using System.Net;
using System.Net.Sockets;
using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Tests.Conformance;

/// <summary>A request without an answer is in the distribution, at its deadline.</summary>
[TestFixtureSource(typeof(Engines), nameof(Engines.Here))]
[CancelAfter(60_000)]
internal sealed class TimeoutTests(EngineKind engine)
{
    [Test]
    public async Task Run_ServerNeverAnswers_IsRecordedAtTheTimeout()
    {
        var run = await RunAgainstSilenceAsync(Options() with { Timeout = TimeSpan.FromMilliseconds(250) });

        Assert.That(run.Recorded.Routes[0].Outcomes[(int)Outcome.Timeout], Is.EqualTo(2));
        Assert.That(run.Recorded.Raw.ToArray().Select(sample => sample.Service), Is.All.EqualTo(250_000));
    }

    [Test]
    [Category("Soak")]
    public async Task Run_ServerNeverAnswers_IsRecordedAtTenSecondsByDefault()
    {
        var run = await RunAgainstSilenceAsync(Options());

        Assert.That(run.Recorded.Routes[0].Outcomes[(int)Outcome.Timeout], Is.EqualTo(2));
        Assert.That(run.Recorded.Raw.ToArray().Select(sample => sample.Service), Is.All.EqualTo(10_000_000));
    }

    [Test]
    [Platform("Linux")] // others accept or refuse what does not fit the queue
    public async Task Run_ConnectionIsNeverAccepted_IsConnectTimeout()
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        var target = new LoadTarget(IPAddress.Loopback, ((IPEndPoint)listener.LocalEndPoint!).Port);

        // A queue for none still holds one; from then on the kernel drops every SYN.
        using var first = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await first.ConnectAsync(target.Address, target.Port);

        var run = await RunAsync(target, Options() with { Timeout = TimeSpan.FromMilliseconds(250) });

        Assert.That(run.Recorded.Routes[0].Outcomes[(int)Outcome.ConnectTimeout], Is.EqualTo(2));
        Assert.That(run.Recorded.Raw.ToArray().Select(sample => sample.Service), Is.All.EqualTo(250_000));
    }

    private static async Task<LoadRun> RunAgainstSilenceAsync(LoadOptions options)
    {
        using var server = new ScriptedServer(exchange => exchange.NeverAnswerAsync());
        return await RunAsync(server.Target, options);
    }

    private static Task<LoadRun> RunAsync(LoadTarget target, LoadOptions options) =>
        LoadRunner.RunAsync(options, [new LoadRoute { Name = "echo", Host = "echo.test" }], target, null, null, TestContext.CurrentContext.CancellationToken);

    private LoadOptions Options() => new()
    {
        Engine = engine,
        Model = LoadModel.Closed,
        Requests = 2,
        Connections = 2,
        Threads = 1,
        WarmUp = WarmUp.Of(0),
    };
}
