using System.Text.RegularExpressions;
using Gauntlet.HostBench;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Runs;

/// <summary>A run that makes no cluster, beside one that an earlier run left standing on purpose.</summary>
[TestFixture]
[Platform("Linux")]
public sealed class KeptClusterTests
{
    [TestCase("host: foo.localhost", "host: foo.example.com")]
    [TestCase("", "", "--skip=CreateCluster")]
    public async Task Full_ThatMakesNoCluster_DeletesNone(string old, string replacement, params string[] options)
    {
        await using var copy = ProjectCopy.Create();
        await copy.PassInProcessAsync("--target=Validate", "--cluster=embedded", "--skip=ScanSecurity");
        await copy.PassInProcessAsync("--target=CreateCluster");
        if (old.Length > 0)
        {
            copy.Replace("manifests/echo/ingress.yaml", old, replacement);
        }

        var run = await copy.RunInProcessAsync(["--target=Full", "--cluster=embedded", "--skip=Test", "--skip=ScanSecurity", .. options]);

        Assert.That(run.ExitCode, Is.EqualTo(2), run.ToString());
        Assert.That(run.Output, Does.Contain("- DeleteCluster            -  skipped: no cluster was created"));
        Assert.That(File.Exists(copy.Artifact("embedded-cluster", "endpoint.json")), Is.True, "the earlier cluster is gone");
        await copy.PassInProcessAsync("--target=DeleteCluster", "--cluster=embedded");
    }

    [Test]
    public async Task DeleteCluster_ByThePrintedCommand_DeletesWhatWasKeptWhateverRanSince()
    {
        await using var copy = ProjectCopy.Create();
        string[] quick = ["--target=Full", "--skip=Test", "--skip=CheckHealth", "--skip=LoadTest", "--skip=ScanSecurity"];
        var kept = await copy.RunInProcessAsync([.. quick, "--cluster=embedded", "--keep-cluster"]);
        var printed = Regex.Match(kept.Output, "delete it: ./build.sh (?<options>[^(]+) ").Groups["options"].Value.Split(' ');

        var since = await copy.RunInProcessAsync(
        [
            .. quick, "--cluster=existing", "--kubeconfig=" + copy.Artifact("kubeconfig"), "--context=embedded-" + copy.ClusterName,
            "--ingress-address=127.0.0.1:1", "--cluster-name=other",
        ]);
        var recorded = await File.ReadAllTextAsync(copy.Artifact("state.json"));
        var deleted = await copy.RunInProcessAsync(printed);

        Assert.That(since.Output, Does.Contain("existing cluster"), since.ToString());
        Assert.That(deleted.Output, Does.Contain("deleted process"), deleted.ToString());
        Assert.That(File.Exists(copy.Artifact("embedded-cluster", "endpoint.json")), Is.False);
        Assert.That(await File.ReadAllTextAsync(copy.Artifact("state.json")), Is.EqualTo(recorded), "nothing of the run since was deleted");
    }

    [Test]
    public async Task Full_ThatLeavesDeleteClusterOut_SaysHowToDeleteWhatIsLeft()
    {
        await using var copy = ProjectCopy.Create();

        var run = await copy.RunInProcessAsync(
            "--target=Full", "--cluster=embedded", "--skip=Test", "--skip=CheckHealth", "--skip=LoadTest", "--skip=ScanSecurity", "--skip=DeleteCluster");
        var deleted = await copy.RunInProcessAsync("--target=DeleteCluster");

        Assert.That(run.Output, Does.Contain("The cluster may still be there: ./build.sh --target=DeleteCluster deletes it."), run.ToString());
        Assert.That(deleted.Output, Does.Contain("deleted process"), deleted.ToString());
    }
}
