using Gauntlet.Build.Clusters;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Processes;
using Gauntlet.Build.Tests.Pipeline;
using Gauntlet.HostBench;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Processes;

/// <summary>Locks that keep two runs apart; this process is the other run.</summary>
[TestFixture]
[Platform("Linux")]
public sealed class FileLockTests
{
    [Test]
    public async Task Host_FolderInWhichAnotherRunWorks_IsRefusedAndChangesNothing()
    {
        await using var copy = ProjectCopy.Create();
        await File.WriteAllTextAsync(copy.Artifact("report.md"), "of the other run");
        using var other = FileLock.TryTake(copy.Artifact("run.lock"), out _);

        var run = await copy.RunAsync("--target=Validate", "--cluster=embedded", "--skip=ScanSecurity", "--cluster-name=of-its-own");
        var elsewhere = await copy.RunAsync(
            "--target=Validate", "--cluster=embedded", "--skip=ScanSecurity", "--cluster-name=of-its-own", $"--artifacts={copy.PathOf("of-its-own")}");

        Assert.That(run.ExitCode, Is.EqualTo(3), run.ToString());
        Assert.That(run.Output, Does.Contain($"Another run works in {copy.Artifact()} (process {Environment.ProcessId}, since")
            .And.Contain("Wait for it, or give this one a folder, a cluster and ports of its own: --artifacts=<folder>"));
        Assert.That(File.Exists(run.StateFile), Is.False);
        Assert.That(await File.ReadAllTextAsync(copy.Artifact("report.md")), Is.EqualTo("of the other run"));
        Assert.That(elsewhere.ExitCode, Is.Zero, elsewhere.ToString());
    }

    [TestCase("Validate", "--cluster=embedded")]
    [TestCase("Deploy")]
    [TestCase("CheckHealth")]
    [TestCase("LoadTest")]
    public async Task Stage_OnAClusterThatAnotherRunWorksOn_IsRefused(string target, params string[] options)
    {
        await using var copy = ProjectCopy.Create();
        RecordCluster(copy);
        using var other = FileLock.TryTake(Path.Combine(copy.Cache, "gauntlet", "locks", copy.ClusterName + ".lock"), out _);

        var run = await copy.RunInProcessAsync(["--target=" + target, .. options]);

        Assert.That(run.ExitCode, Is.EqualTo(3), run.ToString());
        Assert.That(run.Output, Does.Contain($"Another run works on the cluster '{copy.ClusterName}' (process {Environment.ProcessId}, since"));
    }

    [Test]
    public async Task Stage_CacheThatTakesNoLock_IsAFaultOfTheFilesAndOfNoOtherRun()
    {
        await using var copy = ProjectCopy.Create();
        RecordCluster(copy);
        Directory.CreateDirectory(Path.Combine(copy.Cache, "gauntlet"));
        await File.WriteAllTextAsync(Path.Combine(copy.Cache, "gauntlet", "locks"), "no folder");

        var run = await copy.RunInProcessAsync("--target=Deploy");

        Assert.That(run.ExitCode, Is.EqualTo(3), run.ToString());
        Assert.That(run.Output, Does.Contain("A file could not be read or written").And.Not.Contain("Another run"));
    }

    private static void RecordCluster(ProjectCopy copy) => StateStore.Save(copy.Artifact("state.json"), States.Passed().Without(["DeleteCluster"]).With(
        States.Slot<ClusterResult>(StageOutcome.Pass) with
        {
            Result = new ClusterResult("embedded", copy.ClusterName, "kubeconfig", "a-context", "127.0.0.1:80", null, [], null, "v1.35.0", null),
        }));
}
