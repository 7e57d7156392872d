using System.Diagnostics;
using Gauntlet.EmbeddedCluster.Tests.Support;

namespace Gauntlet.EmbeddedCluster.Tests.Tools;

/// <summary>The real kubectl against the embedded cluster.</summary>
[Category("Tools")]
[CancelAfter(120_000)]
internal sealed class KubectlTests
{
    private TestCluster _cluster = null!;
    private string _manifests = "";

    [OneTimeSetUp]
    public async Task ApplyAsync()
    {
        _cluster = await TestCluster.StartAsync();
        _manifests = Path.Combine(TestContext.CurrentContext.TestDirectory, "manifests");
        await RunAsync("apply", "-f", Path.Combine(_manifests, "ingress-nginx", "namespace.yaml"), "-f", Path.Combine(_manifests, "echo", "namespace.yaml"));
        await RunAsync("apply", "-R", "-f", _manifests);
        await RunAsync("rollout", "status", "deployment/foo", "-n", "echo", "--timeout=60s");
        await RunAsync("wait", "--for=condition=Available", "deployment/bar", "-n", "echo", "--timeout=60s");
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _cluster.DisposeAsync();

    [Test]
    public async Task Get_AllNamespaces_PrintsTables(CancellationToken cancellationToken)
    {
        var pods = await RunAsync("get", "pods", "-A");
        var nodes = await RunAsync("get", "nodes");
        var ingresses = await RunAsync("get", "svc,ingress", "-A");

        Assert.That(pods, Does.Match(@"NAMESPACE\s+NAME\s+READY\s+STATUS\s+RESTARTS\s+AGE").And.Match(@"echo\s+bar-\S+\s+1/1\s+Running\s+0"));
        Assert.That(nodes, Does.Match(@"test-control-plane\s+Ready\s+control-plane\s+\S+\s+v1\.35\.0-embedded"));
        Assert.That(ingresses, Does.Match(@"ingress\S*/echo\s+nginx\s+foo\.localhost,bar\.localhost\s+localhost\s+80"));
    }

    [Test]
    public async Task Apply_Twice_IsUnchanged(CancellationToken cancellationToken)
    {
        var second = await RunAsync("apply", "-f", Path.Combine(_manifests, "echo", "bar-deployment.yaml"));

        Assert.That(second, Does.Contain("deployment.apps/bar unchanged"));
    }

    [Test]
    public async Task ApplyServerSide_FieldOfAnother_ConflictsUntilForced(CancellationToken cancellationToken)
    {
        var file = Path.Combine(_manifests, "echo", "foo-service.yaml");
        await RunAsync("patch", "service", "foo", "-n", "echo", "--type=merge", "-p", """{"spec":{"sessionAffinity":"ClientIP"}}""");
        await RunAsync("label", "service", "foo", "-n", "echo", "app.kubernetes.io/part-of=mine", "--overwrite");

        var (refusedCode, refused) = await TryRunAsync("apply", "--server-side", "-f", file);
        var forced = await RunAsync("apply", "--server-side", "--force-conflicts", "-f", file);

        Assert.That(refusedCode, Is.Not.Zero);
        Assert.That(refused, Does.Contain("conflict").And.Contain("app.kubernetes.io/part-of"));
        Assert.That(forced, Does.Contain("serverside-applied"));
    }

    [Test]
    public async Task ScaleLogsDescribeDelete_Deployment_Work(CancellationToken cancellationToken)
    {
        await RunAsync("scale", "deployment/bar", "-n", "echo", "--replicas=3");
        await RunAsync("rollout", "status", "deployment/bar", "-n", "echo", "--timeout=60s");
        var pod = (await RunAsync("get", "pods", "-n", "echo", "-l", "app.kubernetes.io/name=bar", "-o", "name")).Split('\n')[0].Trim();

        var logs = await RunAsync("logs", pod, "-n", "echo");
        var description = await RunAsync("describe", pod, "-n", "echo");
        var deleted = await RunAsync("delete", pod, "-n", "echo", "--timeout=60s");

        Assert.That(logs, Does.Contain("server is listening on :5678"));
        Assert.That(description, Does.Match(@"Normal\s+Started").And.Contain("Successfully assigned echo/"));
        Assert.That(deleted, Does.Contain("deleted"));
    }

    [Test]
    public async Task GetWatch_NewPod_PrintsItsTransitions(CancellationToken cancellationToken)
    {
        using var watch = Start(["get", "pods", "-n", "default", "-w"]);
        await RunAsync("run", "watched", "--image=busybox", "--restart=Never", "--", "sh", "-c", "exit 0");
        List<string> lines = [];
        while (!lines.Exists(line => line.Contains("Completed", StringComparison.Ordinal)) && await watch.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            lines.Add(line);
        }

        watch.Kill();

        Assert.That(lines, Has.Some.Matches(@"watched\s+0/1\s+Pending"));
        Assert.That(lines, Has.Some.Matches(@"watched\s+0/1\s+Completed"));
    }

    private async Task<string> RunAsync(params string[] arguments)
    {
        var (code, output) = await TryRunAsync(arguments);
        Assert.That(code, Is.Zero, $"kubectl {string.Join(' ', arguments)}: {output}");
        return output;
    }

    private async Task<(int Code, string Output)> TryRunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var cancellationToken = TestContext.CurrentContext.CancellationToken;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output + await errors);
    }

    private Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo("kubectl") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add($"--kubeconfig={_cluster.Endpoint.Kubeconfig}");
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}
