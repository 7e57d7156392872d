using System.Globalization;
using System.Text.Json.Nodes;
using Gauntlet.Export.Formats;
using Gauntlet.Export.Model;
using Gauntlet.Export.Sending;
using Gauntlet.Export.Tests.Dashboards;
using Gauntlet.Export.Tests.Receivers;

namespace Gauntlet.Export.Tests;

/// <summary>A run in Debian's Prometheus: it takes it, and gives it back by its own API.</summary>
[TestFixture]
[Category("Tools")]
[CancelAfter(60_000)]
public sealed class PrometheusTests
{
    private static readonly DateTimeOffset Began = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 60);
    private static readonly DateTimeOffset Ended = Began.AddSeconds(15);
    private static readonly IReadOnlyList<ExportedSeries> Series = SampleRun.Series(Began);
    private PrometheusServer _server = null!;

    [OneTimeSetUp]
    public async Task SendAsync()
    {
        _server = await PrometheusServer.StartAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
        var outcome = await SendAsync("remote-write", _server.RemoteWrite);
        Assert.That(outcome.Problem, Is.Null);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Test]
    public async Task RemoteWrite_EverySeries_ComesBackWithItsSamples(CancellationToken cancellation)
    {
        foreach (var series in Series.Where(series => series.Histogram is null))
        {
            var labels = string.Join(", ", series.Labels.Select(label => $"{label.Key}=\"{label.Value}\""));
            var back = await _server.QueryAsync($"{series.Metric.Name}{{{labels}}}[5m]", Ended.AddSeconds(1), cancellation);

            Assert.That(back, Has.Count.EqualTo(1), $"{series.Metric.Name}{{{labels}}}");
            Assert.That(Samples(back[0]), Is.EqualTo(series.Points.Select(point => (point.At.ToUnixTimeMilliseconds() / 1000.0, point.Value))));
            Assert.That(back[0]["metric"]!.AsObject(), Has.Count.EqualTo(series.Labels.Count + 1));
        }
    }

    [Test]
    public async Task RemoteWrite_Histogram_GivesTheQuantileOfTheReport(CancellationToken cancellation)
    {
        var back = await _server.QueryAsync(
            "histogram_quantile(0.95, gauntlet_http_request_duration_seconds_bucket{route=\"foo\"})", Ended, cancellation);

        var p95 = double.Parse((string)back.Single()["value"]![1]!, CultureInfo.InvariantCulture);
        var (above, bounds) = (SampleRun.Metrics.Routes[0].Response!.At(95)!.Value!.Value / 1000, ExportedMetrics.Bounds);
        Assert.That(p95, Is.InRange(bounds.Last(bound => bound <= above), bounds.First(bound => bound >= above)), "the bucket is what a histogram knows");
    }

    [TestCaseSource(typeof(Dashboard), nameof(Dashboard.Expressions))]
    public async Task Dashboard_Expression_ReturnsSomething(string expression, CancellationToken cancellation)
    {
        var back = await _server.QueryAsync(expression.Replace("$testid", Runs.Header.RunId, StringComparison.Ordinal), Ended, cancellation);

        Assert.That(back, Is.Not.Empty);
        Assert.That(back.Select(one => (string?)one["value"]![1]), Has.None.EqualTo("NaN"));
        Assert.That(back.Select(one => (string?)one["metric"]!["testid"]), Is.All.EqualTo(Runs.Header.RunId));
    }

    [Test]
    public async Task Dashboard_ItsVariable_ListsTheRun(CancellationToken cancellation)
    {
        var (metric, label) = Dashboard.Values(Dashboard.Variables[1]);

        Assert.That(await _server.ValuesAsync(metric, label, cancellation), Is.EqualTo(new[] { Runs.Header.RunId }));
    }

    [Test]
    public async Task RemoteWrite_RunThatIsTooOld_IsRefusedWithItsReason()
    {
        var outcome = await SendAsync("remote-write", _server.RemoteWrite, SampleRun.Series(Began.AddDays(-1)));

        Assert.That(outcome.Problem, Does.Contain("it answered 400 Bad Request: out of bounds"));
    }

    /// <summary>Debian's has no receiver of OTLP.</summary>
    [Test]
    public async Task Otlp_PrometheusWithoutItsReceiver_NamesWhatIsMissing()
    {
        var outcome = await SendAsync("otlp", _server.Otlp);

        Assert.That(outcome.Problem, Does.Contain("it answered 404 Not Found"));
        Assert.That(outcome.Remedy, Does.Contain("--web.enable-otlp-receiver"));
    }

    private static async Task<ExportOutcome> SendAsync(string format, Uri url, IReadOnlyList<ExportedSeries>? series = null)
    {
        using var http = new HttpClient();
        return await new SeriesSender(http, TimeProvider.System).SendAsync(
            SeriesFormats.Of(format), new ExportTarget(url, []), series ?? Series, CancellationToken.None);
    }

    private static IEnumerable<(double At, double Value)> Samples(JsonNode series) => series["values"]!.AsArray()
        .Select(pair => ((double)pair![0]!, double.Parse((string)pair[1]!, CultureInfo.InvariantCulture)));
}
