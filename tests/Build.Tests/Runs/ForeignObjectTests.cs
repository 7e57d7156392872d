using System.Text.Json.Nodes;
using Gauntlet.HostBench;
using Gauntlet.PipelineHarness;
using k8s;
using k8s.Models;

namespace Gauntlet.Build.Tests.Runs;

/// <summary>Runs on a cluster of somebody else with objects of his own: the embedded one, which kubectl takes for any other.</summary>
[TestFixture]
[Category("Tools")]
[Platform("Linux")]
[NonParallelizable]
[CancelAfter(300_000)]
public sealed class ForeignObjectTests
{
    private ProjectCopy _owner = null!;
    private Kubernetes _client = null!;
    private string[] _existing = [];

    [SetUp]
    public async Task CreateClusterAsync()
    {
        _owner = ProjectCopy.Create();
        foreach (var target in new[] { "Validate", "CreateCluster" })
        {
            await _owner.PassInProcessAsync("--target=" + target, "--cluster=embedded", "--skip=ScanSecurity");
        }

        var cluster = JsonNode.Parse(await File.ReadAllTextAsync(_owner.Artifact("state.json")))!["createCluster"]!["result"]!;
        _client = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(_owner.Artifact("kubeconfig")));
        _existing =
        [
            "--cluster=existing", "--kubeconfig=" + _owner.Artifact("kubeconfig"), "--context=" + (string?)cluster["context"],
            "--ingress-address=" + (string?)cluster["ingress"], "--skip=ScanSecurity",
        ];
    }

    [TearDown]
    public async Task DeleteClusterAsync()
    {
        _client.Dispose();
        await _owner.DisposeAsync();
    }

    [Test]
    public async Task Deploy_ForeignObjectThatDiffers_IsRefusedAndLeftAsItWas()
    {
        await using var copy = ProjectCopy.Create();
        var before = await AddForeignAsync();
        await PreparedAsync(copy);

        var run = await copy.RunInProcessAsync("--target=Deploy");

        Assert.That(run.ExitCode, Is.EqualTo(2), run.ToString());
        Assert.That(run.Output, Does.Contain("Namespace echo, Service echo/foo were on the cluster before this run, and the manifests would change them.")
            .And.Contains("+    app.kubernetes.io/part-of: gauntlet").And.Contains("Give --adopt"));
        Assert.That(await ForeignAsync(), Is.EqualTo(before));
        Assert.That(File.Exists(copy.Artifact("audit.ndjson")), Is.False, "nothing was changed");
    }

    [Test]
    public async Task Deploy_Adopt_ChangesListsAndWritesDownWhatWasThere()
    {
        await using var copy = ProjectCopy.Create();
        await AddForeignAsync();
        await PreparedAsync(copy);

        var deploy = await copy.PassInProcessAsync("--target=Deploy", "--adopt");
        await copy.PassInProcessAsync("--target=DeleteCluster");

        Assert.That(deploy.Output, Does.Contain("2 were there before and will stay; changed by --adopt: Namespace echo, Service echo/foo"));
        var lines = (await File.ReadAllLinesAsync(copy.Artifact("audit.ndjson"))).Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        var ofNamespace = lines.Where(line => (string?)line["object"] == "Namespace echo").ToList();
        Assert.That(ofNamespace.Select(line => (string?)line["verb"]), Is.EqualTo(new[] { "update" }));
        Assert.That(ofNamespace[0]["before"]!["metadata"]!["labels"]?["app.kubernetes.io/part-of"], Is.Null);
        Assert.That((string?)ofNamespace[0]["after"]!["metadata"]!["labels"]!["app.kubernetes.io/part-of"], Is.EqualTo("gauntlet"));
        Assert.That(ofNamespace[0].Select(entry => entry.Key),
            Is.EqualTo(new[] { "schemaVersion", "time", "run", "by", "context", "verb", "object", "before", "after" }));
        Assert.That(lines.Count(line => (string?)line["verb"] == "create"), Is.EqualTo(16));
        Assert.That(lines.Count(line => (string?)line["verb"] == "delete"), Is.EqualTo(16));
        Assert.That((await _client.CoreV1.ListNamespacedServiceAsync("echo")).Items.Select(item => item.Metadata.Name), Is.EqualTo(new[] { "foo" }),
            "it stays");
    }

    /// <summary>What is there and is as the manifests want it stays to the byte; a Secret of the run is in no line.</summary>
    [Test]
    public async Task Deploy_ForeignObjectsThatDoNotDiffer_AreByteEqualAfterwards()
    {
        await using var copy = ProjectCopy.Create();
        await _client.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = "theirs" } });
        await _client.CoreV1.CreateNamespacedConfigMapAsync(
            new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "settings" }, Data = new Dictionary<string, string> { ["a"] = "b" } }, "theirs");
        File.WriteAllText(copy.PathOf("manifests", "echo", "z-theirs.yaml"), """
            apiVersion: v1
            kind: Namespace
            metadata: {name: theirs}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings, namespace: theirs}
            data: {a: b}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: ours, namespace: theirs}
            stringData: {password: open-sesame-2026}
            """);
        var before = await SnapshotAsync();
        await PreparedAsync(copy);

        var run = await copy.PassInProcessAsync("--target=Deploy");
        await copy.PassInProcessAsync("--target=DeleteCluster");

        Assert.That(run.Output, Does.Contain("2 were there before and will stay"));
        Assert.That(await SnapshotAsync(), Is.EqualTo(before));
        var audit = await File.ReadAllTextAsync(copy.Artifact("audit.ndjson"));
        Assert.That(audit, Does.Contain("Secret theirs/ours").And.Contains("(masked)").And.Not.Contains("open-sesame")
            .And.Not.Contains(Convert.ToBase64String("open-sesame-2026"u8)).And.Not.Contains("ConfigMap theirs/settings"));
    }

    [TestCase(2, "The host 'foo.staging.example.com' is not local. Name a host under .localhost: ")]
    [TestCase(2, "Name a host under .localhost or .example.org: ", "--allow-host=example.org")]
    [TestCase(0, "18 objects, 2 routes", "--allow-host=staging.example.com")]
    public async Task Validate_HostOutsideOfLocalhost_NeedsItsSuffix(int exitCode, string what, params string[] options)
    {
        await using var copy = ProjectCopy.Create();
        copy.Replace("manifests/echo/ingress.yaml", "foo.localhost", "foo.staging.example.com");

        var run = await copy.RunInProcessAsync(["--target=Validate", .. _existing, .. options]);

        Assert.That(run.ExitCode, Is.EqualTo(exitCode), run.ToString());
        Assert.That(run.Output, Does.Contain(what));
        Assert.That(exitCode == 2 || (string?)run.State["validate"]!["result"]!["routes"]!.AsArray()[0] == "foo.staging.example.com/", Is.True);
    }

    /// <summary>Whoever names the context itself is bound by its profile as whoever names the profile.</summary>
    [Test]
    public async Task Targets_ProtectedContext_RefuseWithoutItsConfirmation()
    {
        await using var copy = ProjectCopy.Create();
        var context = _existing.Single(option => option.StartsWith("--context=", StringComparison.Ordinal))["--context=".Length..];
        Directory.CreateDirectory(copy.PathOf("profiles"));
        await File.WriteAllTextAsync(copy.PathOf("profiles", "prod.yaml"), $"""
            context: {context}
            kubeconfig: {_owner.Artifact("kubeconfig")}
            address: {_existing.Single(option => option.StartsWith("--ingress-address=", StringComparison.Ordinal))["--ingress-address=".Length..]}
            allowedHosts: [example.com]
            highestRate: 200
            chaos: false
            protected: true
            """);
        copy.Replace("manifests/echo/ingress.yaml", "foo.localhost", "foo.example.com");
        await copy.PassInProcessAsync("--target=Validate", "--profile=prod", "--rate=200", "--skip=ScanSecurity");
        await copy.PassInProcessAsync("--target=CreateCluster", "--profile=prod");

        var full = await copy.RunInProcessAsync(["--target=Full", "--profile=prod", "--skip=Test", "--skip=ScanSecurity", "--rate=201"]);
        await copy.PassInProcessAsync("--target=Validate", "--profile=prod", "--rate=200", "--skip=ScanSecurity");
        await copy.PassInProcessAsync(["--target=CreateCluster", .. _existing]);
        var deploy = await copy.RunInProcessAsync("--target=Deploy");
        var wrong = await copy.RunInProcessAsync("--target=Deploy", "--confirm=another");
        var delete = await copy.RunInProcessAsync("--target=DeleteCluster");
        var confirmed = await copy.RunInProcessAsync("--target=Deploy", $"--confirm={context}");
        var undone = await copy.RunInProcessAsync("--target=DeleteCluster", $"--confirm={context}");
        var unknown = await copy.RunInProcessAsync("--target=Validate", "--profile=staging");

        Assert.That(new[] { full, deploy, wrong, delete, unknown }.Select(run => run.ExitCode), Is.All.EqualTo(2),
            $"{full}\n{deploy}\n{wrong}\n{delete}\n{unknown}");
        Assert.That(full.Output, Does.Contain("The load has up to 201 requests/s, and profiles/prod.yaml allows at most 200.")
            .And.Contains($"The context {context} is protected by profiles/prod.yaml. Give --confirm={context} where it is meant."));
        Assert.That(new[] { deploy, wrong, delete }.Select(run => run.Output), Is.All.Contains("is protected by profiles/prod.yaml"));
        Assert.That(new[] { confirmed, undone }.Select(run => run.ExitCode), Is.All.Zero, $"{confirmed}\n{undone}");
        Assert.That(unknown.Output, Does.Contain("profiles/staging.yaml"));
    }

    private async Task PreparedAsync(ProjectCopy copy)
    {
        await copy.PassInProcessAsync(["--target=Validate", .. _existing]);
        await copy.PassInProcessAsync(["--target=CreateCluster", .. _existing]);
    }

    /// <summary>A namespace and a Service of the manifests' own names, which are not as the manifests want them.</summary>
    private async Task<IReadOnlyList<string>> AddForeignAsync()
    {
        await _client.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = "echo" } });
        await _client.CoreV1.CreateNamespacedServiceAsync(
            new V1Service
            {
                Metadata = new V1ObjectMeta { Name = "foo" },
                Spec = new V1ServiceSpec { Ports = [new V1ServicePort { Port = 8080, Name = "theirs" }] },
            }, "echo");
        return await ForeignAsync();
    }

    private async Task<IReadOnlyList<string>> ForeignAsync() =>
    [
        KubernetesJson.Serialize(await _client.CoreV1.ReadNamespaceAsync("echo")),
        KubernetesJson.Serialize(await _client.CoreV1.ReadNamespacedServiceAsync("foo", "echo")),
    ];

    private async Task<IReadOnlyList<string>> SnapshotAsync() =>
    [
        KubernetesJson.Serialize(await _client.CoreV1.ReadNamespaceAsync("theirs")),
        .. (await _client.CoreV1.ListNamespacedConfigMapAsync("theirs")).Items.Select(item => KubernetesJson.Serialize(item)),
    ];
}
