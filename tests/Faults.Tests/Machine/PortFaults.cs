using System.Net;
using System.Net.Sockets;
using Gauntlet.Faults.Tests.Scenes;

namespace Gauntlet.Faults.Tests.Machine;

/// <summary>Ports, disk and files that are not as the run needs them.</summary>
internal sealed class PortFaults : IFaultSet
{
    /// <inheritdoc/>
    public string Heading => "Ports, disk and clock";

    /// <inheritdoc/>
    public IEnumerable<Fault> Faults =>
    [
        new("the port of --http-port is taken", Verdict.Infrastructure,
            "Validate: Port <port> of 127.0.0.1 is taken (<why>). Free it, or choose another with --http-port.", async scene =>
        {
            using var listener = new TcpListener(IPAddress.Loopback, scene.Copy.HttpPort);
            listener.Start();
            return await scene.FaultlessAsync();
        }),
        new("the disk is full", Verdict.Infrastructure, "A file could not be read or written: No space left on device : '<file>'", scene =>
        {
            scene.Under = FullDisk.Under(scene, "32k");
            return scene.FullAsync();
        }),
        new("the clock steps two hours ahead in CheckHealth and half an hour back in LoadTest", Verdict.Pass, "Verdict: pass", async scene =>
        {
            var clock = new SteppedClock(scene);
            await using var run = scene.Start(Arguments.Faultless("--requests=40000"));
            await scene.StageRunsAsync("CheckHealth");
            clock.StepTo("+2h");
            await scene.StageRunsAsync("LoadTest");
            clock.StepTo("-30m");
            return await run.ExitAsync();
        }),
        new("the kubeconfig in the environment is of another cluster (it is never touched)", Verdict.Pass, "Verdict: pass", scene => scene.FaultlessAsync()),
    ];
}
