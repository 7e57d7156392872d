using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Runs;

/// <summary>Full on the embedded cluster, as a process of its own.</summary>
[Category("Tools")] // too long for the 120 s of the default category
[Platform("Linux")]
public sealed class EmbeddedRunTests
{
    [Test]
    public async Task Full_OnTheEmbeddedCluster_PassesAndLeavesItsArtifactsAndNothingElse()
    {
        await using var copy = ProjectCopy.Create();

        var run = await copy.RunAsync(["--target=Full", "--cluster=embedded", "--skip=Test", .. ShortLoad.Arguments]);

        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        Assert.That(run.Output, Does.Contain("Verdict: pass"));
        Assert.That(
            new[] { "state.json", "metrics.json", "report.md", "report.html" }.Select(name => copy.Artifact(name)),
            Is.All.Matches<string>(File.Exists));
        Assert.That(File.Exists(copy.Artifact("kubeconfig")), Is.False, "the kubeconfig is gone");
        Assert.That(File.Exists(copy.Artifact("embedded-cluster", "endpoint.json")), Is.False, "the cluster is gone");
        Assert.That(LeftProcesses.Of(copy), Is.Empty);
    }
}
