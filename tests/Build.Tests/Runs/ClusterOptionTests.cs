using Gauntlet.Build.Clusters;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.Validate;
using Gauntlet.Build.Tests.Pipeline;
using Gauntlet.HostBench;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Runs;

/// <summary>Options that name a cluster, in a later process than the one that recorded it.</summary>
[TestFixture]
[Platform("Linux")]
public sealed class ClusterOptionTests
{
    /// <summary>The user's own kubeconfig has a current context; it is not for us.</summary>
    [Test]
    public async Task CreateCluster_ExistingWithoutItsOptions_IsUsageAndTakesNoCurrentContext()
    {
        await using var copy = ProjectCopy.Create();
        Record(copy, "existing", null);
        Directory.CreateDirectory(Path.Combine(copy.Home, ".kube"));
        await File.WriteAllTextAsync(Path.Combine(copy.Home, ".kube", "config"), """
            apiVersion: v1
            kind: Config
            current-context: production
            clusters: [{name: production, cluster: {server: "https://127.0.0.1:1"}}]
            contexts: [{name: production, context: {cluster: production, user: production}}]
            users: [{name: production, user: {token: not-a-token}}]
            """);

        var run = await copy.RunInProcessAsync(new Dictionary<string, string?> { ["HOME"] = copy.Home }, "--target=CreateCluster");

        Assert.That(run.ExitCode, Is.EqualTo(2), run.ToString());
        Assert.That(run.Output, Does.Contain("the current context is never taken").And.Contain("--ingress-address"));
    }

    [TestCase("CreateCluster", "kind")]
    [TestCase("DeleteCluster", "existing")]
    public async Task Stage_AnotherKindThanWasRecorded_IsUsage(string target, string kind)
    {
        await using var copy = ProjectCopy.Create();
        Record(copy, "embedded", null);

        string[] needed = kind == "kind" ? [] : ["--kubeconfig=any", "--context=any", "--ingress-address=127.0.0.1:1"];
        var run = await copy.RunInProcessAsync(["--target=" + target, "--cluster=" + kind, .. needed]);

        Assert.That(run.ExitCode, Is.EqualTo(2), run.ToString());
        Assert.That(run.Output, Does.Contain($"--cluster={kind} was given, but the cluster of this run is embedded."));
    }

    [Test]
    public async Task DeleteCluster_AnotherNameThanWasRecorded_IsUsageAndDeletesNothing()
    {
        await using var copy = ProjectCopy.Create();
        Record(copy, "embedded", "recorded");
        await File.WriteAllTextAsync(copy.Artifact("kubeconfig"), "of the recorded cluster");

        var run = await copy.RunInProcessAsync("--target=DeleteCluster", "--cluster-name=other");

        Assert.That(run.ExitCode, Is.EqualTo(2), run.ToString());
        Assert.That(run.Output, Does.Contain("--cluster-name=other was given, but the cluster of this run is recorded."));
        Assert.That(File.Exists(copy.Artifact("kubeconfig")), Is.True);
    }

    /// <summary>A state of which Validate chose the kind, and, with a name, CreateCluster made the cluster.</summary>
    private static void Record(ProjectCopy copy, string kind, string? name)
    {
        var cluster = new ClusterResult(kind, name ?? "", "kubeconfig", "a-context", "127.0.0.1:80", null, [], null, "v1.35.0", null);
        var state = States.New().With(States.Slot<ValidationResult>(StageOutcome.Pass) with { Result = new ValidationResult(kind, null, [], 1, [], []) });
        StateStore.Save(
            copy.Artifact("state.json"),
            name is null ? state : state.With(States.Slot<ClusterResult>(StageOutcome.Pass) with { Result = cluster }));
    }
}
