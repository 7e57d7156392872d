using System.Net;
using Gauntlet.LoadGenerator.Engines;
using Gauntlet.LoadGenerator.Epoll;
using Gauntlet.LoadGenerator.Running;
using Gauntlet.Metrics.Model;

namespace Gauntlet.LoadGenerator.Tests.Simulated;

/// <summary>How the server meets a connection.</summary>
internal enum Welcome
{
    Accept,
    Refuse,

    /// <summary>Neither, as behind a firewall that drops.</summary>
    Ignore,
}

/// <summary>
/// A machine, a network and a server on a virtual clock. The epoll loop runs in it as it is, on the thread of the test: how fast that is
/// changes nothing, and one script is one run, to the nanosecond.
/// </summary>
/// <param name="serve">What the server does with a request.</param>
internal sealed partial class Simulation(Action<SimulatedRequest> serve)
{
    public VirtualClock Clock { get; } = new();

    public Func<SimulatedConnection, Welcome> Greet { get; init; } = _ => Welcome.Accept;

    /// <summary>Nanoseconds that what the client sends is under way. What the server sends is there at once: its script has delays.</summary>
    public long Wire { get; init; } = 10_000;

    /// <summary>Nanoseconds that a call into the kernel takes.</summary>
    public long CallTakes { get; init; } = 1_000;

    /// <summary>Nanoseconds that the thread waits for a processor after every sleep.</summary>
    public long WakeTakes { get; init; }

    /// <summary>Whether the kernel notes when bytes come.</summary>
    public bool Stamps { get; init; } = true;

    /// <summary>Bytes of one connection that may be under way.</summary>
    public int SendBuffer { get; init; } = 64 * 1024;

    /// <summary>Sockets that the client may have open.</summary>
    public int MostSockets { get; init; } = int.MaxValue;

    /// <summary>Whether the client may open its n-th socket.</summary>
    public Func<int, bool> HasSocket { get; init; } = _ => true;

    /// <summary>Connections that were accepted.</summary>
    public int Connections { get; private set; }

    /// <summary>Requests that came.</summary>
    public int Requests { get; private set; }

    /// <summary>Connections that the client has open.</summary>
    public int OpenSockets => _sockets.Count;

    /// <summary>How often the client slept whatever came.</summary>
    public int Sleeps { get; private set; }

    /// <summary>How often the client's thread had to be woken.</summary>
    public int WakeUps { get; private set; }

    public async Task<LoadRun> RunAsync(LoadOptions options, IReadOnlyList<LoadRoute> routes, Stream? failures = null, CancellationToken stop = default)
    {
        var job = new LoadJob(options with { Threads = 1 }, routes, new LoadTarget(IPAddress.Loopback, 80)) { Failures = failures };
        return await new Engine(this).RunAsync(job, stop);
    }

    /// <summary>The client's process does nothing for so many nanoseconds, when it next enters the kernel; the world goes on.</summary>
    public void StandStill(long nanoseconds) => _standsStill += nanoseconds;

    internal void Arrived(SimulatedConnection connection, string head) =>
        serve(new SimulatedRequest(Clock, connection, connection.Requests, ++Requests, head));

    private sealed class Engine(Simulation simulation) : LoopEngine
    {
        public override string Name => "simulated";

        public override EngineAbilities Abilities => new EpollEngine().Abilities;

        protected override long Now() => simulation.Clock.Now;

        protected override Task RunAsync(IReadOnlyList<LoopContext> loops)
        {
            using var loop = new EpollLoop<SimulatedKernel>(loops.Single(), new SimulatedKernel(simulation));
            loop.Run();
            return Task.CompletedTask;
        }
    }
}
