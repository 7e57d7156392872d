using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Runs;

/// <summary>Runs on a cluster that somebody else made and has objects of his own on; one cluster for all of them.</summary>
[TestFixture]
[Category("Cluster")]
[NonParallelizable]
[Platform("Linux")]
public sealed partial class ExistingClusterTests
{
    private const string Kinds =
        "namespaces,deployments,services,ingresses,networkpolicies,configmaps,serviceaccounts,roles,"
        + "rolebindings,clusterroles,clusterrolebindings,ingressclasses";

    private ProjectCopy _owner = null!;
    private IReadOnlyList<string> _theirs = [];

    /// <summary>A namespace of the manifests' own name is among what was there before. The nodes have another shell by the name of that of the sets.</summary>
    [OneTimeSetUp]
    public async Task CreateClusterAsync()
    {
        _owner = ProjectCopy.Create();
        await _owner.PassAsync("--target=Validate", "--cluster=kind", "--skip=ScanSecurity");
        await Command.RunAsync(TimeSpan.FromMinutes(1), "docker", "tag", "hashicorp/http-echo:1.0.0", SampleSet.Shell);
        await _owner.PassAsync("--target=CreateCluster", "--node-image=" + Kind.NodeImage, "--load-image=" + SampleSet.Shell);
        await _owner.KubectlAsync("create", "namespace", "echo");
        await _owner.KubectlAsync("create", "configmap", "theirs", "--namespace=echo", "--from-literal=key=value");
        await _owner.KubectlAsync("wait", "--for=condition=Ready", "nodes", "--all", "--timeout=60s");
        _theirs = await ObjectsAsync();
    }

    [OneTimeTearDown]
    public async Task DeleteClusterAsync()
    {
        await _owner.DisposeAsync();
        await Command.RunAsync(TimeSpan.FromMinutes(1), "docker", "rmi", SampleSet.Shell);
    }

    [Test]
    public async Task Full_ExistingCluster_PassesAndRemovesOnlyWhatItMade()
    {
        await using var copy = ProjectCopy.Create();

        var run = await FullAsync(copy, "--adopt");

        Assert.That(run.Output, Does.Contain("Verdict: pass").And.Contain("1 were there before and will stay"));
        Assert.That(await ObjectsAsync(), Is.EqualTo(_theirs));
        Assert.That(await _owner.ContainersAsync(), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task DeleteCluster_AfterTwoDeploys_RemovesAllThatBothMade()
    {
        await using var copy = ProjectCopy.Create();
        await copy.PassAsync(["--target=Validate", "--skip=ScanSecurity", .. Existing()]);
        await copy.PassAsync(["--target=CreateCluster", .. Existing()]);
        await copy.PassAsync("--target=Deploy", "--adopt");
        copy.AddWorkload("baz");
        await copy.PassAsync("--target=Deploy", "--adopt");
        Assert.That(
            await ObjectsAsync(), Does.Contain("deployment.apps/foo").And.Not.Contain("deployment.apps/baz"),
            "what is new in the checkout is the next Validate's");

        await copy.PassAsync("--target=DeleteCluster");

        Assert.That(await ObjectsAsync(), Is.EqualTo(_theirs));
    }

    [TestCase(1, "UPPER/Not:Valid:1", "InvalidImageName")]
    [TestCase(3, "registry.invalid.example/none:1", "dial tcp")]
    public async Task Full_ImageThatCannotBeHad_EndsWithThePodAndWhoseFaultItIs(int exitCode, string image, string reason)
    {
        await using var copy = ProjectCopy.Create();
        copy.Replace("manifests/echo/foo-deployment.yaml", Kind.EchoImage, image);

        var run = await copy.RunAsync(["--target=Full", "--skip=Test", "--skip=ScanSecurity", "--adopt", .. Existing(), .. ShortLoad.Arguments]);

        Assert.That(run.ExitCode, Is.EqualTo(exitCode), run.ToString());
        Assert.That((string?)run.State["checkHealth"]!["problem"]!["reason"], Does.StartWith("Pod echo/foo-").And.Contain(reason));
        Assert.That(Directory.EnumerateFiles(copy.Artifact("diagnostics")), Is.Not.Empty);
        Assert.That(await ObjectsAsync(), Is.EqualTo(_theirs));
    }

    private Task<PipelineResult> FullAsync(ProjectCopy copy, params string[] options) =>
        copy.PassAsync(["--target=Full", "--skip=Test", "--skip=ScanSecurity", .. Existing(), .. options, .. ShortLoad.Arguments]);

    private string[] Existing(string? kubeconfig = null) =>
    [
        "--cluster=existing", "--kubeconfig=" + (kubeconfig ?? _owner.Artifact("kubeconfig")), "--context=kind-" + _owner.ClusterName,
        $"--ingress-address=127.0.0.1:{_owner.HttpPort}", $"--ingress-https-address=127.0.0.1:{_owner.HttpsPort}",
    ];

    private async Task<IReadOnlyList<string>> ObjectsAsync() =>
        [.. Kind.Lines(await _owner.KubectlAsync("get", Kinds, "--all-namespaces", "--output=name")).Order(StringComparer.Ordinal)];
}
