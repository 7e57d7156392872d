using System.Globalization;
using System.Text.Json.Nodes;

namespace Gauntlet.Build.Tests.Runs;

/// <summary>What the real Prometheus among the pods knows, asked through the API server.</summary>
public sealed partial class ResourceRunTests
{
    [Test]
    [CancelAfter(180_000)]
    public async Task Prometheus_DeployedForTheRun_HasWhatKubeletsControllerAndPodsTell(CancellationToken cancellation)
    {
        Assert.That(await UntilAsync("count(up{job=\"kubelets\"} == 1)", value => value == 3, cancellation), Is.EqualTo(3));
        Assert.That(await UntilAsync("count(up{job=\"ingress-controller\"})", value => value == 1, cancellation), Is.EqualTo(1), "its target is found");
        Assert.That(await UntilAsync("count(up{job=\"pods\",namespace=\"gauntlet-monitoring\"} == 1)", value => value == 1, cancellation), Is.EqualTo(1));
        foreach (var metric in new[] { "container_memory_working_set_bytes", "container_network_receive_bytes_total" })
        {
            Assert.That(await UntilAsync($"count({metric}{{namespace=\"echo\",pod=~\"foo-.*\"}})", value => value > 0, cancellation), Is.Positive, metric);
        }

        var burnt = await UntilAsync(
            "max(rate(container_cpu_usage_seconds_total{namespace=\"echo\",pod=~\"burner-.*\"}[2m]))", value => value > 0, cancellation);
        TestContext.Out.WriteLine($"the burner by Prometheus: {burnt} cores");
        Assert.That(burnt, Is.Positive);
    }

    /// <summary>A value, once it is as it has to be; a scrape is up to 5 s away.</summary>
    private async Task<double> UntilAsync(string expression, Func<double, bool> isRight, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var answer = JsonNode.Parse(await _copy.KubectlAsync(
                "get", "--raw",
                $"/api/v1/namespaces/gauntlet-monitoring/services/prometheus:http/proxy/api/v1/query?query={Uri.EscapeDataString(expression)}"))!;
            if (answer["data"]!["result"]!.AsArray().FirstOrDefault() is { } result
                && double.Parse((string)result["value"]![1]!, CultureInfo.InvariantCulture) is var value && isRight(value))
            {
                return value;
            }
        }
    }
}
