using System.Text.Json.Nodes;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Runs;

/// <summary>What a HorizontalPodAutoscaler does beside a load on a KinD cluster, and what is said where it gets no metrics.</summary>
[TestFixture]
[Category("Soak")]
[NonParallelizable]
[Platform("Linux")]
public sealed class ScalingRunTests
{
    private ProjectCopy _copy = null!;

    [OneTimeSetUp]
    public async Task CreateTheCluster()
    {
        _copy = ProjectCopy.Create();
        await _copy.PassAsync("--target=Validate", "--cluster=kind", "--overlay=hpa", "--skip=ScanSecurity");
        await _copy.PassAsync("--target=CreateCluster", "--node-image=" + Kind.NodeImage, "--cluster-timeout=5m");
        await _copy.PassAsync("--target=Deploy");
        await _copy.PassAsync("--target=CheckHealth");
    }

    [OneTimeTearDown]
    public async Task DeleteTheCluster()
    {
        await _copy.RunAsync("--target=DeleteCluster");
        await _copy.DisposeAsync();
    }

    /// <summary>A machine that is slow makes requests late, not replicas: errors are no matter of this test.</summary>
    [Test]
    public async Task LoadTest_AutoscalerUnderLoad_ScalesAndItsTimelineIsInEveryReport()
    {
        var run = await _copy.RunAsync(
            "--target=LoadTest", "--duration=110s", "--threshold=hpa{workload:foo}.time_to_scale < 110s",
            "--threshold=hpa{workload:foo}.flaps <= 1", "--threshold=errors.rate < 50%");

        var metrics = JsonNode.Parse(File.ReadAllText(_copy.Artifact("metrics.json")))!;
        var foo = metrics["scaling"]!["autoscalers"]!.AsArray().Single()!;
        TestContext.Out.WriteLine(foo["steps"]!.ToJsonString());
        Assert.That((string?)metrics["scaling"]!["missing"], Is.Null);
        // On a slow machine the start of the pods may have been worth a third one.
        Assert.That((int)foo["steps"]![0]!["ready"]!, Is.EqualTo(2).Or.EqualTo(3));
        Assert.That(foo["steps"]!.AsArray().Max(step => (int)step!["ready"]!), Is.GreaterThanOrEqualTo(4));
        Assert.That(foo["events"]!.AsArray().Select(entry => (string?)entry!["reason"]), Does.Contain("SuccessfulRescale"));
        Assert.That(metrics["thresholds"]!.AsArray().Where(threshold => ((string)threshold!["expression"]!).StartsWith("hpa", StringComparison.Ordinal))
            .Select(threshold => (string?)threshold!["outcome"]), Is.EqualTo(new[] { "pass", "pass" }), run.ToString());
        Assert.That(run.Output, Does.Contain("Deployment echo/foo by HorizontalPodAutoscaler foo: "));
        Assert.That(File.ReadAllText(_copy.Artifact("report.md")),
            Does.Contain("Deployment echo/foo by HorizontalPodAutoscaler foo"), "the comment is this file");
        Assert.That(File.ReadAllText(_copy.Artifact("report.html")), Does.Contain("Replicas of Deployment echo/foo").And.Contain("SuccessfulRescale"));
        Assert.That(File.ReadAllText(_copy.Artifact("metrics.prom")),
            Does.Contain("gauntlet_hpa_time_to_scale_seconds{namespace=\"echo\",workload=\"foo\"} "));
    }

    [Test]
    [CancelAfter(400_000)]
    public async Task CheckHealth_MetricsApiIsAway_NamesTheConditionWithinItsBudget(CancellationToken cancellation)
    {
        await ReplicasAsync(0);
        while (!(await AutoscalerAsync()).Contains("FailedGetResourceMetric", StringComparison.Ordinal))
        {
            cancellation.ThrowIfCancellationRequested();
        }

        var away = await _copy.RunAsync("--target=CheckHealth", "--health-timeout=1m");
        await ReplicasAsync(1);
        var back = await _copy.RunAsync("--target=CheckHealth");

        Assert.That(away.ExitCode, Is.EqualTo(3), away.ToString());
        Assert.That(away.Output, Does.Contain("HorizontalPodAutoscaler echo/foo: ReadinessTimeout: ScalingActive=False: FailedGetResourceMetric: "));
        Assert.That(back.ExitCode, Is.Zero, back.ToString());
    }

    private Task<string> ReplicasAsync(int count) =>
        _copy.KubectlAsync("--namespace=metrics-server", "scale", "deployment/metrics-server", $"--replicas={count}");

    private async Task<string> AutoscalerAsync()
    {
        var item = JsonNode.Parse(await _copy.KubectlAsync("get", "--raw", "/apis/autoscaling/v2beta2/namespaces/echo/horizontalpodautoscalers/foo"));
        return item?["status"]?["conditions"]?.AsArray().Single(condition => (string?)condition!["type"] == "ScalingActive")!["reason"]?.ToString() ?? "";
    }
}
