using Gauntlet.Faults.Tests.Scenes;

namespace Gauntlet.Faults.Tests.Interruptions;

/// <summary>Work that takes longer than it may.</summary>
internal sealed class DeadlineFaults : IFaultSet
{
    /// <inheritdoc/>
    public string Heading => "Deadlines";

    /// <inheritdoc/>
    public IEnumerable<Fault> Faults =>
    [
        new("a stage takes longer than its deadline (a slow image pull, --health-timeout)", Verdict.Infrastructure,
            "CheckHealth: Cluster: ImagePullTimeout: after <seconds> s still waiting for images of <pods>", scene =>
            scene.FullAsync("--fault=slow-pull=600s", "--health-timeout=5s")) { LeavesEvidence = true },
        new("the run takes longer than --run-timeout", Verdict.Infrastructure,
            "<stage>: the run took longer than --run-timeout 15s; it was at: <what it waited for>", scene =>
            scene.FullAsync("--fault=never-ready", "--run-timeout=15s")) { LeavesEvidence = true },
        new("an image pull that takes longer than its budget", Verdict.Infrastructure, "ImagePullTimeout: after 120 s",
            scene => scene.FullAsync("--fault=slow-pull=600s")) { LeavesEvidence = true },
        new("the cluster hangs: the check and the evidence end at their deadlines (--health-timeout, --diagnostics-timeout)",
            Verdict.Infrastructure, "CheckHealth: Cluster: NodesTimeout: after 5 s still waiting for the API server", async scene =>
        {
            await scene.PassAsync("Validate", "CreateCluster", "Deploy");
            await scene.SignalClusterAsync("STOP");
            await scene.StageAsync("CheckHealth", "--health-timeout=5s");
            await scene.StageAsync("CollectDiagnostics", "--diagnostics-timeout=4s");
            await scene.StageAsync("DeleteCluster");
            return await scene.StageAsync("Verdict");
        }) { LeavesEvidence = true },
        new("a tool that ignores SIGTERM, with a child of its own: both are killed, its output is kept", Verdict.Infrastructure, "| found something", scene =>
        {
            scene.Copy.AddTool("trivy", """
                case "$1" in
                  *version) echo 'Version: 0.75.0';;
                  *) trap '' TERM INT; echo 'found something'; sleep 300 & wait;;
                esac
                """);
            return scene.RunAsync([.. Arguments.Load, "--skip=Test", "--stage-timeout=20s"]);
        }),
    ];
}
