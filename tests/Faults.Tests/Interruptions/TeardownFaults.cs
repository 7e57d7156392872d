using Gauntlet.Faults.Tests.Scenes;

namespace Gauntlet.Faults.Tests.Interruptions;

/// <summary>What must not keep the teardown from running, and what may.</summary>
internal sealed class TeardownFaults : IFaultSet
{
    /// <inheritdoc/>
    public string Heading => "Teardown and neighbours";

    /// <inheritdoc/>
    public IEnumerable<Fault> Faults =>
    [
        new("an exception in a stage (failures.ndjson is a folder)", Verdict.Infrastructure,
            "LoadTest: A file could not be read or written: <what the system says>", scene =>
        {
            Directory.CreateDirectory(scene.Copy.Artifact("failures.ndjson"));
            return scene.FullAsync();
        }) { LeavesEvidence = true },
        new("the cluster dies under load", Verdict.Infrastructure,
            "LoadTest: the cluster no longer answers (<why>); errors.rate < 20%: breached", async scene =>
        {
            await using var run = scene.Start(Arguments.Full("--duration=15s"));
            await run.OutputHoldsAsync("measuring");
            await scene.SignalClusterAsync("KILL");
            return await run.ExitAsync();
        }) { LeavesEvidence = true },
        new("--keep-cluster keeps the cluster and prints how to reach and delete it", Verdict.Pass,
            "skipped: kept by --keep-cluster; reach it:  kubectl --kubeconfig artifacts/kubeconfig get pods -A; delete it: ./build.sh --target=DeleteCluster",
            async scene =>
        {
            var run = await scene.FaultlessAsync("--keep-cluster");
            Assert.That(await Leftovers.FindAsync(scene), Is.Not.Empty, "the cluster is kept");
            await scene.PassAsync("DeleteCluster");
            return run;
        }),
        new("a second run on the same cluster name", Verdict.Infrastructure,
            "Validate: Another run works on the cluster '<name>' (process <id>, since <time>).", async scene =>
        {
            await using var first = scene.Start(Arguments.Full("--fault=never-ready"));
            await scene.StageRunsAsync("CheckHealth");
            await using var neighbour = await Scene.BesideAsync(scene);
            var second = await neighbour.FullAsync();
            await first.SignalAsync("TERM");
            await first.ExitAsync();
            return second;
        }),
        new("a second run in the same folder, with another name", Verdict.Infrastructure,
            "Another run works in <folder> (process <id>, since <time>).", async scene =>
        {
            await using var first = scene.Start(Arguments.Full("--fault=never-ready"));
            await scene.StageRunsAsync("CheckHealth");
            var second = await scene.FullAsync("--cluster-name=another");
            Assert.That(scene.Outcome("CheckHealth"), Is.EqualTo("running"), "the first run goes on");
            await first.SignalAsync("TERM");
            await first.ExitAsync();
            return second;
        }),
        new("a second run with a name and ports of its own", Verdict.Pass, "Verdict: pass", async scene =>
        {
            await using var first = scene.Start(Arguments.Full("--fault=never-ready"));
            await scene.StageRunsAsync("CheckHealth");
            await using var neighbour = await Scene.CreateAsync();
            neighbour.Environment["XDG_CACHE_HOME"] = scene.Copy.Cache;
            var second = await neighbour.FaultlessAsync();
            Assert.That(await Leftovers.FindAsync(neighbour), Is.Empty, "of the second run");
            await first.SignalAsync("TERM");
            await first.ExitAsync();
            return second;
        }),
    ];
}
