using Gauntlet.Build.Pipeline;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Runs;

/// <summary>One process per stage, as a workflow does it, on a project with a third workload that only its files say anything of.</summary>
[Category("Tools")] // too long for the 120 s of the default category
[TestFixture]
[Platform("Linux")]
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
            await copy.PassAsync("--target=" + target, "--cluster=embedded");
        }

        var first = File.ReadAllText(copy.Artifact("kubeconfig"));
        await copy.PassAsync("--target=CreateCluster");
        Assert.That(File.ReadAllText(copy.Artifact("kubeconfig")), Is.Not.EqualTo(first), "it is another cluster");

        foreach (var target in StageCatalog.Host.Names.SkipWhile(target => target != "CreateCluster").Skip(1))
        {
            await copy.PassAsync(target == "LoadTest" ? ["--target=LoadTest", .. ShortLoad.Arguments] : ["--target=" + target]);
        }

        var verdict = await copy.PassAsync("--target=Verdict", "--skip=Test");
        Assert.That(verdict.Output, Does.Contain("Verdict: pass"));
        Assert.That(verdict.State["checkHealth"]!["result"]!["routes"]!.AsArray().Select(route => (string?)route), Does.Contain("baz.localhost/"));
        Assert.That(File.ReadAllText(copy.Artifact("report.md")), Does.Contain("baz"), "it was part of the load");
        Assert.That(LeftProcesses.Of(copy), Is.Empty);
    }
}
