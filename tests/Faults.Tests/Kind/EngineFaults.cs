using Gauntlet.Faults.Tests.Scenes;

namespace Gauntlet.Faults.Tests.Kind;

/// <summary>Clusters that cannot be made, or lose their engine or their disk.</summary>
internal sealed class EngineFaults : IFaultSet
{
    /// <inheritdoc/>
    public string Heading => "Cluster, nodes and engine";

    /// <inheritdoc/>
    public IEnumerable<Fault> Faults =>
    [
        new("kind cannot create the cluster", Verdict.Infrastructure, "CreateCluster: kind create cluster <arguments> exited with 1: <what kind says>", scene =>
            scene.RunAsync(KindRun.Full("registry.invalid.example/node:1"))) { Ground = Ground.Kind },
        new("Docker stops in mid-run; once it is back, DeleteCluster cleans up", Verdict.Infrastructure,
            "DeleteCluster: docker ps <arguments> exited with 1: <what docker says>", async scene =>
        {
            await using var engine = EngineSocket.Open(Path.Combine(scene.Copy.Home, "docker.sock"));
            scene.Environment["DOCKER_HOST"] = engine.Address;
            await using var run = scene.Start(KindRun.Full());
            await scene.StageRunsAsync("CheckHealth");
            await engine.StopAsync();
            var result = await run.ExitAsync();
            scene.Environment.Clear();
            await scene.PassAsync("DeleteCluster");
            return result;
        }) { Ground = Ground.Kind },
        new("the disk is full", Verdict.Infrastructure, "A file could not be read or written: No space left on device : '<file>'", scene =>
        {
            scene.Under = FullDisk.Under(scene, "36k");
            return scene.RunAsync(KindRun.Full());
        }) { Ground = Ground.Kind },
        new("SIGKILL in CreateCluster, in Deploy and in LoadTest of three runs; the fourth is clean", Verdict.Pass, "Verdict: pass", async scene =>
        {
            foreach (var stage in new[] { "CreateCluster", "Deploy", "LoadTest" })
            {
                await using var run = scene.Start(KindRun.Full());
                await scene.StageRunsAsync(stage);
                await run.SignalAsync("KILL");
                await run.ExitAsync();
            }

            return await scene.RunAsync(KindRun.Full());
        }) { Ground = Ground.Kind },
        new("port 80 or 443 is taken (KinD)", Verdict.Infrastructure,
            "Validate: Port <port> of 127.0.0.1 is taken (<why>). Free it, or choose another with --http-port.", async scene =>
        {
            using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, scene.Copy.HttpPort);
            listener.Start();
            return await scene.RunAsync(KindRun.Full());
        }) { Ground = Ground.Kind },
    ];
}
