using System.Net.Sockets;
using System.Runtime.InteropServices;
using Gauntlet.LoadGenerator.Running;
using Gauntlet.Metrics.Model;

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
    public async Task Run_MoreConnectionsThanFiles_EndsAndSaysWhatToDo(CancellationToken cancellation)
    {
        using var server = ScriptedServer.Always(Exchange.Pong);
        await RunAsync(server, connections: 1, cancellation); // loads all code, which needs files too

        Exception? error = null;
        _ = GetLimit(Files, out var before);
        var open = Directory.GetFiles("/proc/self/fd").Max(file => ulong.Parse(Path.GetFileName(file), System.Globalization.CultureInfo.InvariantCulture));
        _ = SetLimit(Files, before with { Soft = open + 40 });
        try
        {
            await RunAsync(server, connections: 2_000, cancellation);
        }
        catch (SocketException limit)
        {
            error = limit;
        }
        finally
        {
            _ = SetLimit(Files, before);
        }

        Assert.That(error?.Message, Does.Contain("ulimit -n"));
    }

    [TestCase(SocketError.AddressNotAvailable, "ip_local_port_range")]
    [TestCase(SocketError.NoBufferSpaceAvailable, "memory")]
    public void Of_LackOfThisMachine_SaysWhatToDo(SocketError error, string words) =>
        Assert.That(LocalLimit.Of(new HttpRequestException("x", new SocketException((int)error)))?.Message, Does.Contain(words));

    [TestCase(SocketError.ConnectionRefused)]
    [TestCase(SocketError.HostUnreachable)]
    [TestCase(SocketError.Success)]
    public void Of_ErrorThatMayBeTheServers_IsNone(SocketError error) => Assert.That(LocalLimit.Of(error), Is.Null);

    [DllImport("libc", EntryPoint = "getrlimit")]
    private static extern int GetLimit(int resource, out Limit limit);

    [DllImport("libc", EntryPoint = "setrlimit")]
    private static extern int SetLimit(int resource, in Limit limit);

    private Task<LoadRun> RunAsync(ScriptedServer server, int connections, CancellationToken cancellation) => LoadRunner.RunAsync(
        new LoadOptions
        {
            Engine = engine,
            Model = LoadModel.Closed,
            Requests = connections,
            Connections = connections,
            Threads = 1,
            WarmUp = WarmUp.Of(0),
            Timeout = TimeSpan.FromMinutes(1),
        },
        [new LoadRoute { Name = "echo", Host = "echo.test" }],
        server.Target,
        null,
        null,
        cancellation);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Limit(ulong Soft, ulong Hard);
}
