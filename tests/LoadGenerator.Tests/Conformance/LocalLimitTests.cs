using System.Net;
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
    public async Task Run_MoreConnectionsThanFiles_IsRefusedAndElseLeavesThoseOutAndGoesOn(CancellationToken cancellation)
    {
        const int Connections = 2_000;
        const int Room = 20;
        using var silent = new TcpListener(IPAddress.Loopback, 0); // takes no file for a connection: it accepts none
        silent.Start(1_024);
        var target = new LoadTarget(IPAddress.Loopback, ((IPEndPoint)silent.LocalEndpoint).Port);
        await RunAsync(target, connections: 1, cancellation); // loads all code, which needs files too

        _ = GetLimit(Files, out var before);
        var open = Directory.GetFiles("/proc/self/fd").Max(file => ulong.Parse(Path.GetFileName(file), System.Globalization.CultureInfo.InvariantCulture));
        _ = SetLimit(Files, before with { Soft = open + OwnLimits.SpareFiles + Room });
        IReadOnlyList<string> problems;
        LoadRun run;
        try
        {
            problems = LoadRunner.Check(Options(Connections), [Route]);
            run = await RunAsync(target, Connections, cancellation);
        }
        finally
        {
            _ = SetLimit(Files, before);
        }

        var record = run.Recorded.Routes[0];
        Assert.That(problems, Has.Exactly(1).Items.And.All.Contains("ulimit -n"));
        Assert.That(record.Drops[(int)DropCause.LocalLimit], Is.EqualTo(run.Totals.Dropped).And.InRange(Connections / 2, Connections - 1));
        Assert.That(record.Outcomes[(int)Outcome.Timeout], Is.EqualTo(run.Totals.Sent).And.EqualTo(Connections - run.Totals.Dropped));
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
        Timeout = TimeSpan.FromSeconds(1),
    };

    private Task<LoadRun> RunAsync(LoadTarget target, int connections, CancellationToken cancellation) =>
        LoadEngines.Find(engine)!.RunAsync(new LoadJob(Options(connections), [Route], target), cancellation);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Limit(ulong Soft, ulong Hard);
}
