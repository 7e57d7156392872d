namespace Gauntlet.Workloads.Tests.Sources;

/// <summary>manifests/monitoring.</summary>
[CancelAfter(120_000)]
[Platform("Linux")]
internal sealed class MonitoringTests
{
    [Test]
    public void Load_PlainManifests_LeaveItOut() =>
        Assert.That(Project.Manifests.Objects.Select(item => item.Namespace), Has.None.EqualTo("gauntlet-monitoring"));

    /// <summary>No rule is broken, that of its namespace's pod security among them; alone it has no route, as nobody asks it from outside.</summary>
    [TestCase("kind", true)]
    [TestCase("base", false)]
    [Category("Tools")]
    public async Task ReadAsync_Monitoring_TrustsAnyKubeletOnKindAlone(string folder, bool trusts, CancellationToken cancellation)
    {
        using var bench = new SourceBench().WithProjectManifests();

        var manifests = await bench.ReadAsync($"manifests/monitoring/{folder}", cancellation);

        Assert.That(manifests.Problems.Select(problem => problem.What), Has.Exactly(1).Items.And.All.StartsWith("No Ingress has a rule"));
        Assert.That(manifests.Images.Single(), Does.Match("^prom/prometheus:v3.14.0@sha256:[0-9a-f]{64}$"));
        var kubelets = (string)manifests.Objects.Single(item => item.Kind.Name == "ConfigMap").Body["data"]!["kubelets.yml"]!;
        Assert.That(kubelets.Contains("insecure_skip_verify: true", StringComparison.Ordinal), Is.EqualTo(trusts));
        Assert.That(kubelets.Replace("insecure_skip_verify: true", "ca_file: /var/run/secrets/kubernetes.io/serviceaccount/ca.crt", StringComparison.Ordinal),
            Is.EqualTo(await KubeletsAsync(bench, cancellation)), "the patch changes nothing else");
    }

    /// <summary>The kubelets' proxy is a way to run commands in any pod.</summary>
    [Test]
    [Category("Tools")]
    public async Task ReadAsync_Monitoring_MayReadMetricsAndNothingElse(CancellationToken cancellation)
    {
        using var bench = new SourceBench().WithProjectManifests();

        var role = (await bench.ReadAsync("manifests/monitoring/base", cancellation)).Objects.Single(item => item.Kind.Name == "ClusterRole");

        var granted = from rule in role.Body["rules"]!.AsArray()
                      from resource in rule!["resources"]!.AsArray()
                      select $"{resource}: {string.Join(',', rule["verbs"]!.AsArray())}";
        Assert.That(granted, Is.EqualTo(new[] { "nodes/metrics: get", "nodes: get,list,watch", "pods: get,list,watch" }));
    }

    private static async Task<string> KubeletsAsync(SourceBench bench, CancellationToken cancellation)
    {
        var manifests = await bench.ReadAsync("manifests/monitoring/base", cancellation);
        return (string)manifests.Objects.Single(item => item.Kind.Name == "ConfigMap").Body["data"]!["kubelets.yml"]!;
    }
}
