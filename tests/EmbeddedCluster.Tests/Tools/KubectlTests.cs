using System.Text.RegularExpressions;
using Gauntlet.EmbeddedCluster.Tests.Support;

namespace Gauntlet.EmbeddedCluster.Tests.Tools;

/// <summary>The real kubectl against the embedded cluster. Tests change <c>bar</c> and pods of their own; <c>foo</c> stays as it was applied.</summary>
[Category("Tools")]
[CancelAfter(120_000)]
[Platform("Linux")]
internal sealed partial class KubectlTests
{
    private TestCluster _cluster = null!;
    private Kubectl _kubectl = null!;
    private string _manifests = "";

    [OneTimeSetUp]
    public async Task ApplyAsync()
    {
        _cluster = await TestCluster.StartAsync();
        _kubectl = new Kubectl(_cluster.Endpoint.Kubeconfig);
        _manifests = Path.Combine(TestContext.CurrentContext.TestDirectory, "manifests");
        await _kubectl.RunAsync(
            "apply", "-f", Path.Combine(_manifests, "ingress-nginx", "namespace.yaml"), "-f", Path.Combine(_manifests, "echo", "namespace.yaml"));
        await _kubectl.RunAsync("apply", "-R", "-f", _manifests);
        await _kubectl.RunAsync("rollout", "status", "deployment/foo", "-n", "echo", "--timeout=60s");
        await _kubectl.RunAsync("rollout", "status", "deployment/bar", "-n", "echo", "--timeout=60s");
        await _kubectl.RunAsync("wait", "--for=jsonpath={.status.loadBalancer.ingress[0].hostname}=localhost", "ingress/echo", "-n", "echo", "--timeout=60s");
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _cluster.DisposeAsync();

    [Test]
    public async Task Get_AllNamespaces_PrintsTablesAsKinDDoes(CancellationToken cancellationToken)
    {
        var tables = await _kubectl.RunAsync("get", "nodes,pods,svc,ingress", "-A");
        var wide = await _kubectl.RunAsync("get", "pods", "-n", "echo", "-o", "wide");

        Assert.That(tables, Does.Match(@"NAME\s+STATUS\s+ROLES\s+AGE\s+VERSION")
            .And.Match(@"node/test-control-plane\s+Ready\s+control-plane\s+\S+\s+v1\.20\.2-embedded").And.Match(@"node/test-worker2\s+Ready\s+<none>"));
        Assert.That(tables, Does.Match(@"NAMESPACE\s+NAME\s+READY\s+STATUS\s+RESTARTS\s+AGE").And.Match(@"echo\s+pod/foo-\S+\s+1/1\s+Running\s+0"));
        Assert.That(tables, Does.Match(@"NAMESPACE\s+NAME\s+TYPE\s+CLUSTER-IP\s+EXTERNAL-IP\s+PORT\(S\)\s+AGE")
            .And.Match(@"echo\s+service/foo\s+ClusterIP\s+10\.\S+\s+<none>\s+80/TCP"));
        Assert.That(tables, Does.Match(@"NAMESPACE\s+NAME\s+CLASS\s+HOSTS\s+ADDRESS\s+PORTS\s+AGE")
            .And.Match(@"echo\s+ingress\S*/echo\s+nginx\s+foo\.localhost,bar\.localhost\s+localhost\s+80"));
        Assert.That(wide, Does.Match(@"NAME\s+READY\s+STATUS\s+RESTARTS\s+AGE\s+IP\s+NODE\s+NOMINATED NODE\s+READINESS GATES")
            .And.Match(@"foo-\S+\s+1/1\s+Running\s+0\s+\S+\s+127\.\S+\s+test-worker"));
    }

    [Test]
    public async Task Apply_Twice_IsUnchanged(CancellationToken cancellationToken)
    {
        var second = await _kubectl.RunAsync("apply", "-f", Path.Combine(_manifests, "echo", "foo-deployment.yaml"));

        Assert.That(second, Does.Contain("deployment.apps/foo unchanged"));
    }

    [Test]
    public async Task ApplyServerSide_FieldOfAnother_ConflictsUntilForced(CancellationToken cancellationToken)
    {
        var file = Path.Combine(_manifests, "echo", "bar-service.yaml");
        await _kubectl.RunAsync("label", "service", "bar", "-n", "echo", "app.kubernetes.io/part-of=mine", "--overwrite");

        var (refusedCode, refused) = await _kubectl.TryRunAsync("apply", "--server-side", "-f", file);
        var forced = await _kubectl.RunAsync("apply", "--server-side", "--force-conflicts", "-f", file);

        Assert.That(refusedCode, Is.Not.Zero);
        Assert.That(refused, Does.Contain("conflict").And.Contain("app.kubernetes.io/part-of"));
        Assert.That(forced, Does.Contain("serverside-applied"));
    }

    [Test]
    public async Task RolloutStatusAndWait_Restarted_FollowToTheEnd(CancellationToken cancellationToken)
    {
        var before = await _kubectl.RunAsync("get", "pods", "-n", "echo", "-l", "app.kubernetes.io/name=bar", "-o", "name");

        await _kubectl.RunAsync("rollout", "restart", "deployment/bar", "-n", "echo");
        var rollout = await _kubectl.RunAsync("rollout", "status", "deployment/bar", "-n", "echo", "--timeout=60s");
        var gone = await _kubectl.RunAsync(
            ["wait", "--for=delete", "-n", "echo", "--timeout=60s", .. before.Split('\n', StringSplitOptions.RemoveEmptyEntries)]);
        var available = await _kubectl.RunAsync("wait", "--for=condition=Available", "deployment/bar", "-n", "echo", "--timeout=60s");
        var after = await _kubectl.RunAsync("get", "pods", "-n", "echo", "-l", "app.kubernetes.io/name=bar", "-o", "name");

        Assert.That(rollout, Does.Contain("deployment \"bar\" successfully rolled out"));
        Assert.That(gone, Does.Not.Contain("error"));
        Assert.That(available, Does.Contain("deployment.apps/bar condition met"));
        Assert.That(after.Split('\n').Intersect(before.Split('\n')), Is.EqualTo(new[] { "" }), "no pod of before is left");
    }

    [Test]
    public async Task ScaleLogsDescribeDelete_Deployment_Work(CancellationToken cancellationToken)
    {
        var scaled = await _kubectl.RunAsync("scale", "deployment/bar", "-n", "echo", "--replicas=3");
        await _kubectl.RunAsync("rollout", "status", "deployment/bar", "-n", "echo", "--timeout=60s");
        var counts = await _kubectl.RunAsync("get", "deployment", "bar", "-n", "echo");
        var pod = (await _kubectl.RunAsync("get", "pods", "-n", "echo", "-l", "app.kubernetes.io/name=bar", "-o", "name")).Split('\n')[0].Trim();

        var logs = await _kubectl.RunAsync("logs", pod, "-n", "echo");
        var description = await _kubectl.RunAsync("describe", pod, "-n", "echo");
        var others = await _kubectl.RunAsync("describe", "deployment/bar", "service/bar", "ingress/echo", "-n", "echo");
        var deleted = await _kubectl.RunAsync("delete", pod, "-n", "echo", "--timeout=60s");

        Assert.That(scaled, Does.Contain("deployment.apps/bar scaled"));
        Assert.That(counts, Does.Match(@"bar\s+3/3\s+3\s+3"));
        Assert.That(logs, Does.Contain("server is listening on :5678"));
        Assert.That(description, Does.Match(@"Normal\s+Started").And.Contain("Successfully assigned echo/"));
        Assert.That(others, Does.Match(@"Replicas:\s+3 desired").And.Match(@"Endpoints:\s+127\.").And.Match(@"foo\.localhost\s+\n\s+/\s+foo:http \(127\."));
        Assert.That(deleted, Does.Match(@"pod ""bar-\S+"" deleted"));
    }

    [Test]
    public async Task GetWatch_NewPod_PrintsItsTransitions(CancellationToken cancellationToken)
    {
        await _kubectl.RunAsync("run", "earlier", "--image=busybox", "--", "sleep", "600");
        using var watch = _kubectl.Start("get", "pods", "-n", "default", "-w");
        try
        {
            // Once it has printed what was there, the watch misses nothing that comes after.
            await ReadUntilAsync(watch.StandardOutput, Earlier(), cancellationToken);
            await _kubectl.RunAsync("run", "watched", "--image=busybox", "--restart=Never", "--", "sh", "-c", "exit 0");

            var lines = await ReadUntilAsync(watch.StandardOutput, Completed(), cancellationToken);

            Assert.That(lines, Has.Some.Matches(@"watched\s+0/1\s+Pending"));
            Assert.That(lines, Has.Some.Matches(@"watched\s+0/1\s+ContainerCreating"));
            Assert.That(lines, Has.Some.Matches(Completed().ToString()));
        }
        finally
        {
            watch.Kill();
        }
    }

    private static async Task<List<string>> ReadUntilAsync(StreamReader reader, Regex last, CancellationToken cancellationToken)
    {
        List<string> lines = [];
        while (!lines.Exists(last.IsMatch) && await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }

    [GeneratedRegex(@"^earlier\s")]
    private static partial Regex Earlier();

    [GeneratedRegex(@"^watched\s+0/1\s+Completed")]
    private static partial Regex Completed();
}
