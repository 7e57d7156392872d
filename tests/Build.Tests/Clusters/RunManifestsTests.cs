using Gauntlet.HostBench;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Clusters;

/// <summary>The manifests of a run are those that Validate rendered, whatever becomes of the checkout.</summary>
[TestFixture]
[CancelAfter(90_000)]
public sealed class RunManifestsTests
{
    private const string Secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: echo}\nstringData: {password: correct-horse}\n";
    private const string StatefulSet = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: db, namespace: echo}\nspec:\n  serviceName: db\n"
        + "  selector: {matchLabels: {a: b}}\n"
        + "  template: {metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: a}]}}\n";

    private ProjectCopy _copy = null!;

    [SetUp]
    public async Task ValidateAsync()
    {
        _copy = ProjectCopy.Create();
        File.WriteAllText(_copy.PathOf("manifests", "echo", "secret.yaml"), Secret);
        await PassAsync("Validate", "--cluster=embedded", "--skip=ScanSecurity");
    }

    [TearDown]
    public async Task DeleteAsync() => await _copy.DisposeAsync();

    [Test]
    public async Task Deploy_CheckoutEditedAfterValidate_AppliesWhatWasRendered()
    {
        await PassAsync("CreateCluster");
        Directory.Delete(_copy.PathOf("manifests"), recursive: true);

        var run = await PassAsync("Deploy");

        Assert.That(
            run.State["deploy"]!["result"]!["objects"]!.AsArray().Select(item => (string?)item),
            Does.Contain("Secret echo/s").And.Contain("Ingress echo/echo"));
        Assert.That((string?)run.State["validate"]!["result"]!["manifestsHash"], Does.StartWith("sha256:"));
        Assert.That(await _copy.RunInProcessAsync("--target=DeleteCluster"), Has.Property("ExitCode").Zero);
        Assert.That(ReadableFilesWith("correct-horse"), Is.Empty, "what CI uploads holds no Secret");
    }

    /// <summary>Whoever gives no rendering, or changes one, is told what to run first.</summary>
    [TestCase("", "There are no rendered manifests in artifacts/manifests.")]
    [TestCase("index.json", "The rendered manifests in artifacts/manifests cannot be used: it is damaged")]
    public async Task Deploy_WithoutARendering_IsUsageAndNamesValidate(string damaged, string reason)
    {
        await PassAsync("CreateCluster");
        if (damaged.Length == 0)
        {
            Directory.Delete(_copy.Artifact("manifests"), recursive: true);
        }
        else
        {
            File.WriteAllText(_copy.Artifact("manifests", damaged), "{");
        }

        var run = await _copy.RunInProcessAsync("--target=Deploy");

        Assert.That(run.ExitCode, Is.EqualTo(2), run.ToString());
        Assert.That((string?)run.State["deploy"]!["problem"]!["reason"], Does.StartWith(reason));
        Assert.That((string?)run.State["deploy"]!["problem"]!["remedy"], Is.EqualTo("Run --target=Validate first."));
        await _copy.RunInProcessAsync("--target=DeleteCluster");
    }

    [Test]
    public async Task Validate_ManifestsWithProblems_LeavesNoRendering()
    {
        File.WriteAllText(_copy.PathOf("manifests", "echo", "secret.yaml"), "kind: [\n");

        var run = await _copy.RunInProcessAsync("--target=Validate", "--cluster=embedded", "--skip=ScanSecurity");

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That(Directory.Exists(_copy.Artifact("manifests")), Is.False, "nothing older may be deployed");
    }

    /// <summary>A new cluster has no kind but those of Kubernetes and those that the manifests bring.</summary>
    [Test]
    public async Task Validate_CustomResourceThatNothingDefines_IsUsageOnANewCluster()
    {
        File.WriteAllText(_copy.PathOf("manifests", "echo", "thing.yaml"), "apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: a, namespace: echo}\n");

        var run = await _copy.RunInProcessAsync("--target=Validate", "--cluster=embedded", "--skip=ScanSecurity");

        Assert.That(run.ExitCode, Is.EqualTo(2));
        Assert.That((string?)run.State["validate"]!["problem"]!["reason"],
            Does.StartWith("manifests/echo/thing.yaml:2: Nothing defines the kind Thing in example.com/v1"));
    }

    private IEnumerable<string> ReadableFilesWith(string text) =>
        Directory.EnumerateFiles(_copy.Artifact(), "*", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(_copy.Artifact(), file).Split(Path.DirectorySeparatorChar).Any(part => part.StartsWith('.')))
            .Where(file => File.ReadAllText(file).Contains(text, StringComparison.Ordinal));

    private async Task<PipelineResult> PassAsync(string target, params string[] more)
    {
        var run = await _copy.RunInProcessAsync(["--target=" + target, .. more]);
        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        return run;
    }
}
