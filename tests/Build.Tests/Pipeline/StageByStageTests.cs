using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Pipeline;

/// <summary>One process per stage, as a workflow does it, on a project with a third workload that only its files say anything of.</summary>
[TestFixture]
public sealed class StageByStageTests
{
    [Test]
    public async Task Stages_OneProcessEach_EndInTheVerdictOfTheRun()
    {
        await using var copy = ProjectCopy.Create();
        copy.AddTrivy();
        copy.AddWorkload("baz");
        foreach (var target in new[] { "Validate", "CreateCluster" })
        {
            await PassAsync(copy, target, "--cluster=embedded");
        }

        var first = File.ReadAllText(copy.Artifact("kubeconfig"));
        await PassAsync(copy, "CreateCluster");
        Assert.That(File.ReadAllText(copy.Artifact("kubeconfig")), Is.Not.EqualTo(first), "it is another cluster");

        await PassAsync(copy, "Deploy");
        await PassAsync(copy, "CheckHealth");
        await PassAsync(copy, "LoadTest", "--rate=300", "--duration=1s", "--warm-up=0.2s");
        foreach (var target in new[] { "ScanSecurity", "CollectDiagnostics", "PostComment", "DeleteCluster" })
        {
            await PassAsync(copy, target);
        }

        var verdict = await PassAsync(copy, "Verdict", "--skip=Test");
        Assert.That(verdict.Output, Does.Contain("Verdict: pass"));
        Assert.That(verdict.State["checkHealth"]!["result"]!["routes"]!.AsArray().Select(route => (string?)route), Does.Contain("baz.localhost/"));
        Assert.That(File.ReadAllText(copy.Artifact("report.md")), Does.Contain("baz"), "it was part of the load");
        Assert.That(LeftProcesses.Of(copy), Is.Empty);
    }

    private static async Task<PipelineResult> PassAsync(ProjectCopy copy, string target, params string[] options)
    {
        var run = await copy.RunAsync(["--target=" + target, .. options]);
        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        return run;
    }
}
