using Gauntlet.Workloads.Health;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Tests.Sources;

/// <summary>manifests/metrics-server, and the overlay that needs it.</summary>
[CancelAfter(120_000)]
[Platform("Linux")]
internal sealed class MetricsServerTests
{
    [Test]
    public void Load_PlainManifests_LeaveItOut() =>
        Assert.That(Project.Manifests.Objects.Select(item => item.Name), Has.None.Contains("metrics-server"));

    /// <summary>No rule is broken, that of its namespace's pod security among them; alone it has no route, as nobody asks it from outside.</summary>
    [TestCase("kind", true)]
    [TestCase("base", false)]
    [Category("Tools")]
    public async Task ReadAsync_MetricsServer_TrustsAnyKubeletOnKindAlone(string folder, bool trusts, CancellationToken cancellation)
    {
        using var bench = new SourceBench().WithProjectManifests();

        var manifests = await bench.ReadAsync($"manifests/metrics-server/{folder}", cancellation);

        Assert.That(manifests.Problems.Select(problem => problem.What), Has.Exactly(1).Items.And.All.StartsWith("No Ingress has a rule"));
        Assert.That(manifests.Images.Single(), Does.Match("^registry.k8s.io/metrics-server/metrics-server:v0.9.0@sha256:[0-9a-f]{64}$"));
        var deployment = manifests.Objects.Single(item => item.Kind.Name == "Deployment").Body.ToJsonString();
        Assert.That(deployment.Contains("--kubelet-insecure-tls", StringComparison.Ordinal), Is.EqualTo(trusts));
    }

    [Test]
    [Category("Tools")]
    public async Task ReadAsync_OverlayThatScales_HasAnAutoscalerOfFoo(CancellationToken cancellation)
    {
        using var bench = new SourceBench().WithProjectManifests();

        var manifests = await bench.ReadAsync("manifests/overlays/hpa", cancellation);

        Assert.That(manifests.Problems.Select(problem => problem.What), Is.Empty);
        Assert.That(Autoscalers.Of(manifests).Select(Autoscalers.TargetOf), Is.EqualTo(new[] { new ObjectReference("apps", "Deployment", "echo", "foo") }));
    }
}
