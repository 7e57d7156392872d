using System.Globalization;
using Gauntlet.Export.Formats;
using Gauntlet.Export.Model;
using Gauntlet.Export.Sending;
using Gauntlet.Export.Tests.Receivers;

namespace Gauntlet.Export.Tests.Formats;

/// <summary>What a receiver of remote write 1.0 is sent, read by a decoder that is not the exporter's.</summary>
[TestFixture]
public sealed class RemoteWriteFormatTests
{
    private Received _received = null!;
    private IReadOnlyList<PlainSeries> _series = null!;

    [OneTimeSetUp]
    public async Task SendAsync()
    {
        await using var receiver = new Receiver(new Answer(204));
        using var http = new HttpClient();
        var outcome = await new SeriesSender(http, TimeProvider.System).SendAsync(
            SeriesFormats.Of("remote-write"), new ExportTarget(receiver.Url, []), SampleRun.Series(), CancellationToken.None);

        Assert.That(outcome.Problem, Is.Null);
        _received = receiver.Received.Single();
        _series = PlainSeries.Read(_received.Body);
    }

    [Test]
    public void Request_ItsHead_IsThatOfVersion1()
    {
        Assert.That((_received.Method, _received.Path), Is.EqualTo(("POST", "/receive")));
        Assert.That(_received.Headers["Content-Type"], Is.EqualTo("application/x-protobuf"));
        Assert.That(_received.Headers["Content-Encoding"], Is.EqualTo("snappy"));
        Assert.That(_received.Headers["X-Prometheus-Remote-Write-Version"], Is.EqualTo("0.1.0"));
    }

    [Test]
    public void Series_TheirLabels_AreSortedAndTheirSamplesInTheOrderOfTime()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var series in _series)
            {
                Assert.That(series.Labels[0].Name, Is.EqualTo("__name__"));
                Assert.That(series.Labels.Select(label => label.Name), Is.Ordered.Using<string>(StringComparer.Ordinal.Compare).And.Unique);
                Assert.That(series.Labels.Select(label => label.Value), Has.None.Empty);
                Assert.That(series.Samples.Select(sample => sample.Milliseconds), Is.Ordered.Ascending.And.Unique);
                Assert.That((series["testid"], series["branch"]), Is.EqualTo((Runs.Header.RunId, "pull/42")));
            }
        }

        Assert.That(_series.Select(series => string.Join(',', series.Labels)), Is.Unique);
        Assert.That(_series.Select(series => series.Name).Distinct(), Is.EquivalentTo(ExportedMetrics.All.SelectMany(metric => metric.SampleNames)));
    }

    [Test]
    public void Gauge_ItsSamples_ComeBackAsTheyWere()
    {
        var sent = SampleRun.Series().Where(series => series.Metric.Kind == MetricKind.Gauge).ToList();

        foreach (var series in sent)
        {
            var back = _series.Single(one => one.Name == series.Metric.Name && series.Labels.All(label => one[label.Key] == label.Value));
            Assert.That(back.Samples, Is.EqualTo(series.Points.Select(point => (point.Value, point.At.ToUnixTimeMilliseconds()))));
        }
    }

    [Test]
    public void Histogram_ItsBuckets_AreCumulativeAndEndWithAllOfIt()
    {
        var foo = _series.Where(series => series.Name == "gauntlet_http_request_duration_seconds_bucket" && series["route"] == "foo").ToList();
        var bounds = foo.Select(series => double.Parse(series["le"]!.Replace("+Inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture));
        var count = _series.Single(series => series.Name == "gauntlet_http_request_duration_seconds_count" && series["route"] == "foo");

        Assert.That(bounds, Is.EqualTo(ExportedMetrics.Bounds.Append(double.PositiveInfinity)));
        Assert.That(foo.Select(series => series.Samples[^1].Value), Is.Ordered.Ascending);
        Assert.That(foo.Select(series => series.Samples[0].Value), Is.All.Zero);
        Assert.That(count.Samples[^1].Value, Is.EqualTo(7500).And.EqualTo(foo[^1].Samples[^1].Value));
    }

    [Test]
    public void Of_Content_ComesBackFromTheBlock([Values(0, 1, 59, 60, 61, 127, 128, 65_535, 65_536, 65_537, 200_000)] int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);

        Assert.That(PlainSeries.Uncompressed(SnappyBlock.Of(content)), Is.EqualTo(content));
    }
}
