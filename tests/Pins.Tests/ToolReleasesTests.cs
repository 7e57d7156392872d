using Gauntlet.Build.Tools;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Pins.Tests;

/// <summary>The host's own tools, in this repository's own files.</summary>
[TestFixture]
[CancelAfter(120_000)]
internal sealed class ToolReleasesTests
{
    private const string Kind = "kubernetes-sigs/kind";
    private static readonly string Sum = new('e', 64);
    private static readonly string Digest = "sha256:" + new string('f', 64);

    private FakeUpstreams _upstreams = null!;

    [SetUp]
    public async Task SetUp()
    {
        _upstreams = await FakeUpstreams.StartAsync();
        _upstreams.Releases[Kind] = ("v0.33.0", $"- v1.37.0: `kindest/node:v1.37.0@{Digest}`\n- v1.35.8: `{ToolPins.NodeImage}`");
        _upstreams.Releases["helm/helm"] = ("v4.2.3", "");
        _upstreams.Releases["aquasecurity/trivy"] = ("v0.75.0", "");
    }

    [TearDown]
    public async Task TearDown() => await _upstreams.DisposeAsync();

    [Test]
    public async Task Run_ToolsThatAreTheNewest_AreLeft()
    {
        var (diff, said) = await RunAsync();

        Assert.That(diff, Is.Empty);
        Assert.That(said, Does.Not.Contain("error: kind").And.Not.Contain("error: helm").And.Not.Contain("error: trivy"));
    }

    [Test]
    public async Task Run_NewerTools_RaiseVersionAndChecksums()
    {
        _upstreams.Releases["helm/helm"] = ("v4.3.0", "");
        _upstreams.Releases["aquasecurity/trivy"] = ("v0.76.0", "");
        _upstreams.Files["get.helm.sh/helm-v4.3.0-linux-amd64.tar.gz.sha256sum"] = $"{Sum}  helm-v4.3.0-linux-amd64.tar.gz\n";
        _upstreams.Files["github.com/aquasecurity/trivy/releases/download/v0.76.0/trivy_0.76.0_checksums.txt"] =
            $"{new string('0', 64)}  trivy_0.76.0_Linux-ARM64.tar.gz\n{Sum}  trivy_0.76.0_Linux-64bit.tar.gz\n";

        var (diff, said) = await RunAsync();

        Assert.That(said, Does.Contain("helm 4.2.3 -> 4.3.0\ntrivy 0.75.0 -> 0.76.0\n"));
        Assert.That(diff, Does.Contain("+    private const string HelmVersion = \"4.3.0\";")
            .And.Contain("+    private const string TrivyVersion = \"0.76.0\";"));
        Assert.That(diff.Split('\n').Where(line => line.StartsWith('+') && line.Contains(Sum, StringComparison.Ordinal)).ToList(), Has.Count.EqualTo(2));
        Assert.That(diff, Does.Not.Contain(new string('0', 64)));
    }

    [Test]
    public async Task Run_NewerKind_RaisesNodesAndKubectlWithinTheirMinor()
    {
        _upstreams.Releases[Kind] = ("v0.34.0", $"`kindest/node:v1.38.0@{Digest}` `kindest/node:v1.35.9@{Digest}` `kindest/node:v1.35.8@{Digest}`");
        foreach (var platform in ToolPins.Kind.Downloads.Keys)
        {
            _upstreams.Files[$"github.com/{Kind}/releases/download/v0.34.0/kind-{platform}.sha256sum"] = $"{Sum}  kind-{platform}\n";
        }

        _upstreams.Files["dl.k8s.io/release/v1.35.9/bin/linux/amd64/kubectl.sha256"] = Sum;

        var (diff, said) = await RunAsync();

        Assert.That(said, Does.Contain("kind 0.33.0 -> 0.34.0\n").And.Contain("kindest/node and kubectl 1.35.8 -> 1.35.9\n"));
        Assert.That(diff, Does.Contain($"\"kindest/node:v1.35.9@{Digest}\"")
            .And.Contain("KubectlVersion = \"1.35.9\"").And.Contain("KindVersion = \"0.34.0\""));
        Assert.That(diff, Does.Contain("--- a/.devcontainer/Dockerfile").And.Contain($"+ADD --checksum=sha256:{Sum}")
            .And.Contain("/v0.34.0/kind-linux-amd64").And.Contain("/v1.35.9/bin/linux/amd64/kubectl"));
    }

    [Test]
    public async Task Run_KindWithoutNodesOfTheMinor_SaysWhatToChoose()
    {
        _upstreams.Releases[Kind] = ("v0.33.0", $"kindest/node:v1.38.0@{Digest}");

        Assert.That((await RunAsync()).Said,
            Does.Contain("error: kindest/node and kubectl: The notes of kind v0.33.0 list no image of Kubernetes 1.35. Choose"));
    }

    [Test]
    public async Task Run_ReleaseWithoutChecksum_IsNotTaken()
    {
        _upstreams.Releases["helm/helm"] = ("v4.3.0", "");
        _upstreams.Files["get.helm.sh/helm-v4.3.0-linux-amd64.tar.gz.sha256sum"] = "soon";

        var (diff, said) = await RunAsync();

        Assert.That(diff, Is.Empty);
        Assert.That(said, Does.Contain(
            "error: helm: https://get.helm.sh/helm-v4.3.0-linux-amd64.tar.gz.sha256sum names no checksum of helm-v4.3.0-linux-amd64.tar.gz."));
    }

    [Test]
    public async Task NewerAsync_ReleaseThatMustNotRun_IsRefused()
    {
        _upstreams.Releases["aquasecurity/trivy"] = ("v0.69.6", "");
        using var http = _upstreams.Client();
        var upstream = new Upstream(http, null);
        var old = ToolPins.Trivy with { Version = "0.69.3" };

        Assert.That(
            async () => await new ToolReleases(upstream, new GitHub(upstream)).NewerAsync(old, "aquasecurity/trivy"),
            Throws.TypeOf<UpstreamException>().With.Message.StartsWith("trivy 0.69.6 is the newest, and must not run: it was published by an attacker"));
    }

    [Test]
    public void Pins_OfThisRepository_AreAllFound()
    {
        var files = PinnedFiles.Read(Checkout.Root);

        Assert.That(ToolReleases.AreIn(files), Is.True);
        Assert.That(files.Images.Select(pin => pin.What).Distinct(), Is.EquivalentTo(new[]
        {
            "hashicorp/http-echo", "prom/prometheus", "registry.k8s.io/ingress-nginx/controller", "registry.k8s.io/metrics-server/metrics-server",
        }));
        Assert.That(files.Actions.Select(pin => pin.What), Is.SupersetOf(new[] { "actions/checkout", "actions/setup-dotnet", "github/codeql-action" }));
    }

    private async Task<(string Diff, string Said)> RunAsync()
    {
        using var http = _upstreams.Client();
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        await new PinUpdate(Checkout.Root, new Upstream(http, null)).RunAsync(write: false, output, error);
        return (output.ToString(), error.ToString());
    }
}
