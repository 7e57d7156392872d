using System.Net.Sockets;
using System.Runtime.InteropServices;
using Gauntlet.LoadGenerator.Running;
using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Tests.Conformance;

/// <summary>What this machine lacks is not the server's failure.</summary>
[TestFixtureSource(typeof(Engines), nameof(Engines.Here))]
[Platform("Linux")]
[CancelAfter(120_000)]
internal sealed class LocalLimitTests(string engine)
{
    private const int Files = 7; // RLIMIT_NOFILE

    // The limit is that of the whole process, and whatever else needs a file meanwhile fails with it: not beside other tests.
    [Test]
    [Category("Soak")]
    public async Task Run_MoreConnectionsThanFiles_IsRefusedAndElseLeavesThoseOut(CancellationToken cancellation)
    {
        using var server = ScriptedServer.Always(Exchange.Pong);
        await RunAsync(server, connections: 1, cancellation); // loads all code, which needs files too

        _ = GetLimit(Files, out var before);
        var open = Directory.GetFiles("/proc/self/fd").Max(file => ulong.Parse(Path.GetFileName(file), System.Globalization.CultureInfo.InvariantCulture));
        _ = SetLimit(Files, before with { Soft = open + 40 });
        IReadOnlyList<string> problems;
        LoadRun run;
        try
        {
            problems = LoadRunner.Check(Options(2_000), [Route]);
            run = await RunAsync(server, connections: 2_000, cancellation);
        }
        finally
        {
            _ = SetLimit(Files, before);
        }

        Assert.That(problems, Has.Exactly(1).Items.And.All.Contains("ulimit -n"));
        Assert.That(run.Recorded.Routes[0].Drops[(int)DropCause.LocalLimit], Is.Positive);
        Assert.That(run.Totals.Scheduled, Is.EqualTo(2_000).And.EqualTo(run.Totals.Sent + run.Totals.Dropped));
    }

    [TestCase(SocketError.AddressNotAvailable, "ip_local_port_range")]
    [TestCase(SocketError.NoBufferSpaceAvailable, "memory")]
    public void Of_LackOfThisMachine_SaysWhatToDo(SocketError error, string words) =>
        Assert.That(LocalLimit.Of(new HttpRequestException("x", new SocketException((int)error))), Does.Contain(words));

    [TestCase(SocketError.ConnectionRefused)]
    [TestCase(SocketError.HostUnreachable)]
    [TestCase(SocketError.Success)]
    public void Of_ErrorThatMayBeTheServers_IsNone(SocketError error) => Assert.That(LocalLimit.Of(error), Is.Null);

    [DllImport("libc", EntryPoint = "getrlimit")]
    private static extern int GetLimit(int resource, out Limit limit);

    [DllImport("libc", EntryPoint = "setrlimit")]
    private static extern int SetLimit(int resource, in Limit limit);

    private static LoadRoute Route { get; } = new() { Name = "echo", Host = "echo.test" };

    private LoadOptions Options(int connections) => new()
    {
        Engine = engine,
        Model = LoadModel.Closed,
        Requests = connections,
        Connections = connections,
        Threads = 1,
        WarmUp = WarmUp.Of(0),
        Timeout = TimeSpan.FromSeconds(2), // the server lacks the same files
    };

    private Task<LoadRun> RunAsync(ScriptedServer server, int connections, CancellationToken cancellation) =>
        LoadEngines.Find(engine)!.RunAsync(new LoadJob(Options(connections), [Route], server.Target), cancellation);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Limit(ulong Soft, ulong Hard);
}
