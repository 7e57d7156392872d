using System.Globalization;
using Gauntlet.Faults.Tests.Scenes;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Faults.Tests.Kind;

/// <summary>Nodes, API server and ingress that fail under a run.</summary>
internal sealed class NodesOnKind : IFaultSet
{
    private static readonly TimeSpan NodeGone = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan ApiServerStopped = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public string Heading => "Cluster, nodes and engine";

    /// <inheritdoc/>
    public IEnumerable<Fault> Faults =>
    [
        Lost("the kubelet of a node is stopped", scene => KindRun.NodeAsync(scene, "worker", "systemctl", "stop", "kubelet"),
            scene => KindRun.NodeAsync(scene, "worker", "systemctl", "start", "kubelet")),
        Lost("the container of a node is paused", scene => Shell.RunAsync("docker", "pause", $"{scene.Copy.ClusterName}-worker"),
            scene => Shell.RunAsync("docker", "unpause", $"{scene.Copy.ClusterName}-worker")),
        new("the API server is stopped for 20 s in mid-check", Verdict.Pass, "2 routes answer as expected", async scene =>
        {
            // The check has something to wait for all the while.
            scene.Copy.Replace("manifests/echo/foo-deployment.yaml", "readinessProbe:\n", "readinessProbe:\n            initialDelaySeconds: 25\n");
            await scene.PassAsync("Deploy");
            await using var check = scene.Start(["--target=CheckHealth"]);
            await scene.StageRunsAsync("CheckHealth");
            await KindRun.NodeAsync(scene, "control-plane", "pkill", "-STOP", "kube-apiserver");
            await Task.Delay(ApiServerStopped);
            await KindRun.NodeAsync(scene, "control-plane", "pkill", "-CONT", "kube-apiserver");
            return await check.ExitAsync();
        }) { Ground = Ground.SharedKind },
        new("the ingress controller is deleted under load", Verdict.Fail, "LoadTest <time> fail: errors.rate < 1%: breached: <rate>", async scene =>
        {
            await scene.PassAsync("Deploy", "CheckHealth");
            await using var load = scene.Start(["--target=LoadTest", "--rate=100", "--duration=15s", "--threshold=errors.rate < 1%", "--verbosity=verbose"]);
            await load.OutputHoldsAsync("2 routes, seed");
            await KindRun.KubectlAsync(scene, "delete", "deployment", "--namespace", "ingress-nginx", "--all");
            var run = await load.ExitAsync();
            await scene.StageAsync("CollectDiagnostics");
            return run;
        }) { Ground = Ground.SharedKind },
    ];

    /// <summary>A node that goes away while the workloads wait for a pod on it.</summary>
    private static Fault Lost(string cause, Func<Scene, Task> lose, Func<Scene, Task> restore) =>
        new(cause, Verdict.Infrastructure, "Cluster: NodesTimeout: after 60 s still waiting for nodes: <name>-worker", async scene =>
        {
            await scene.PassAsync("Deploy", "CheckHealth");
            await lose(scene);
            try
            {
                return await CheckedAsync(scene);
            }
            finally
            {
                await restore(scene);
                await KindRun.KubectlAsync(
                    scene, "wait", "--for=condition=Ready", "nodes", "--all",
                    string.Create(CultureInfo.InvariantCulture, $"--timeout={NodeGone.TotalSeconds}s"));
            }
        })
        { Ground = Ground.SharedKind, LeavesEvidence = true };

    private static async Task<PipelineResult> CheckedAsync(Scene scene)
    {
        await KindRun.KubectlAsync(scene, "wait", "--for=condition=Ready=Unknown", $"node/{scene.Copy.ClusterName}-worker",
            string.Create(CultureInfo.InvariantCulture, $"--timeout={NodeGone.TotalSeconds}s"));
        var run = await scene.StageAsync("CheckHealth");
        await scene.StageAsync("CollectDiagnostics");
        return run;
    }
}
