using Gauntlet.Build.Clusters;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.Validate;
using Gauntlet.Build.Tests.Pipeline;
using Gauntlet.HostBench;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Runs;

/// <summary><c>--build-image</c>, but for what needs a Docker engine: <see cref="KindRunTests"/>.</summary>
[TestFixture]
[Platform("Linux")]
public sealed class BuildImageTests
{
    private const string Option = "--build-image=Dockerfile:shop:dev";

    [Test]
    public async Task Full_OnTheEmbeddedCluster_PassesAndSaysThatTheImageIsSimulated()
    {
        await using var copy = Create();

        var run = await copy.PassInProcessAsync(
            ["--target=Full", "--cluster=embedded", "--skip=Test", "--skip=ScanSecurity", "--skip=CheckPolicies", Option, .. ShortLoad.Arguments]);

        Assert.That(run.Output, Does.Contain("shop:dev is simulated"));
        Assert.That((string?)run.State["deploy"]!["summary"], Does.Contain("(shop:dev simulated)"));
        Assert.That(run.State["deploy"]!["result"]!["built"]![0]!["id"], Is.Null, "nothing was built");
        Assert.That(File.ReadAllText(copy.Artifact("report.md")), Does.Contain("dev is simulated"));
        Assert.That((string?)run.State["run"]!["command"], Does.Contain(Option));
    }

    [Test]
    public async Task Validate_ExistingCluster_IsRefusedWithWhatToDoInstead()
    {
        await using var copy = Create();

        var run = await copy.RunInProcessAsync(
            "--target=Validate", "--cluster=existing", "--kubeconfig=k", "--context=c", "--ingress-address=127.0.0.1:80", Option);

        Assert.That(run.ExitCode, Is.EqualTo(2), run.ToString());
        Assert.That(run.Error, Does.Contain($"{Option} is for a cluster that the run makes").And.Contain("Push the image to a registry that they reach"));
    }

    [Test]
    public async Task Deploy_ImageThatValidateWasNotAskedFor_IsUsage()
    {
        await using var copy = Create();
        await DeployableAsync(copy);

        var run = await copy.RunInProcessAsync("--target=Deploy", "--build-image=Dockerfile:shop:other");

        Assert.That(run.ExitCode, Is.EqualTo(2), run.ToString());
        Assert.That(run.Output, Does.Contain("--build-image=Dockerfile:shop:other was not what Validate has checked the manifests with."));
    }

    [TestCase("COPY failed: file not found in build context: stat out: file does not exist", 1, "Dockerfile does not build: COPY failed")]
    [TestCase("pull access denied for absent, repository does not exist", 1, "Dockerfile does not build: pull access denied")]
    [TestCase("Get \"https://mcr.microsoft.com/v2/\": dial tcp: lookup mcr.microsoft.com: no such host", 3, "no such host")]
    [TestCase("ERROR: Cannot connect to the Docker daemon at unix:///var/run/docker.sock.", 3, "Cannot connect to the Docker daemon")]
    public async Task Deploy_ImageThatDoesNotBuild_IsTheChangesFaultUnlessDockerOrTheNetworkFailed(string said, int exitCode, string expected)
    {
        await using var copy = Create();
        await DeployableAsync(copy);
        copy.AddTool("docker", $"echo '{said}' >&2; exit 1");

        var run = await copy.RunInProcessAsync("--target=Deploy");

        Assert.That(run.ExitCode, Is.EqualTo(exitCode), run.ToString());
        Assert.That((string?)run.State["deploy"]!["problem"]!["reason"], Does.Contain(expected));
    }

    /// <summary>foo runs an image of the checkout.</summary>
    private static ProjectCopy Create()
    {
        var copy = ProjectCopy.Create();
        File.WriteAllText(copy.PathOf("Dockerfile"), "FROM scratch\n");
        copy.Replace("manifests/echo/foo-deployment.yaml", Kind.EchoImage, "shop:dev");
        return copy;
    }

    /// <summary>As after CreateCluster on kind, without one.</summary>
    private static async Task DeployableAsync(ProjectCopy copy)
    {
        await copy.PassInProcessAsync("--target=Validate", "--cluster=embedded", "--skip=ScanSecurity", Option);
        var state = StateStore.Load(copy.Artifact("state.json"))!;
        var validation = state.Of<ValidationResult>()!;
        var cluster = new ClusterResult("kind", copy.ClusterName, "kubeconfig", "a-context", "127.0.0.1:80", null, [], null, "v1.35.0", null);
        StateStore.Save(copy.Artifact("state.json"), state
            .With(validation with { Result = validation.Result! with { ClusterKind = "kind" } })
            .With(States.Slot<ClusterResult>(StageOutcome.Pass) with { Result = cluster }));
    }
}
