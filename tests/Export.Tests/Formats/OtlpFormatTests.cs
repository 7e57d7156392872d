using System.Text.Json.Nodes;
using Gauntlet.Export.Formats;
using Gauntlet.Export.Model;
using Gauntlet.Export.Sending;
using Gauntlet.Export.Tests.Receivers;

namespace Gauntlet.Export.Tests.Formats;

/// <summary>What an OTLP receiver is sent, field by field, as opentelemetry-proto has them in JSON.</summary>
[TestFixture]
public sealed class OtlpFormatTests
{
    private Received _received = null!;
    private Dictionary<string, JsonNode> _metrics = null!;

    [OneTimeSetUp]
    public async Task SendAsync()
    {
        await using var receiver = new Receiver(new Answer(200, "{}"));
        using var http = new HttpClient();
        var outcome = await new SeriesSender(http, TimeProvider.System).SendAsync(
            SeriesFormats.Of("otlp"), new ExportTarget(receiver.Url, []), SampleRun.Series(), CancellationToken.None);

        Assert.That(outcome.Problem, Is.Null);
        _received = receiver.Received.Single();
        _metrics = Scope["metrics"]!.AsArray().ToDictionary(metric => (string)metric!["name"]!, metric => metric!);
    }

    private JsonNode Resource => JsonNode.Parse(_received.Body)!["resourceMetrics"]!.AsArray().Single()!;

    private JsonNode Scope => Resource["scopeMetrics"]!.AsArray().Single()!;

    [Test]
    public void Request_ItsHead_IsAPostOfJson()
    {
        Assert.That((_received.Method, _received.Path), Is.EqualTo(("POST", "/receive")));
        Assert.That(_received.Headers["Content-Type"], Is.EqualTo("application/json"));
        Assert.That(_received.Headers, Does.Not.ContainKey("Content-Encoding"));
    }

    [Test]
    public void Resource_ItsAttributes_NameTheServiceAndTheRun()
    {
        Assert.That(Attributes(Resource["resource"]!), Is.EqualTo(
            new Dictionary<string, string> { ["service.name"] = "gauntlet", ["service.instance.id"] = Runs.Header.RunId }));
        Assert.That((string?)Scope["scope"]!["name"], Is.EqualTo("gauntlet"));
    }

    [Test]
    public void Metrics_EachOfTheTable_IsThereOnceWithUnitHelpAndItsKind()
    {
        Assert.That(_metrics.Keys, Is.EquivalentTo(ExportedMetrics.All.Select(metric => metric.Name)));
        using (Assert.EnterMultipleScope())
        {
            foreach (var metric in ExportedMetrics.All)
            {
                var sent = _metrics[metric.Name].AsObject();
                var kind = metric.Kind switch { MetricKind.Gauge => "gauge", MetricKind.Counter => "sum", _ => "histogram" };
                Assert.That(sent.Select(field => field.Key), Is.EqualTo(new[] { "name", "description", "unit", kind }), metric.Name);
                Assert.That((string?)sent["description"], Is.EqualTo(metric.Help));
                Assert.That((string?)sent["unit"], Is.EqualTo(metric.Unit));
            }
        }
    }

    [Test]
    public void Gauge_ItsPoints_AreDoublesOfAMoment()
    {
        var points = _metrics["gauntlet_workload_cpu_cores"]["gauge"]!["dataPoints"]!.AsArray();
        var foo = points.Where(point => Attributes(point!).GetValueOrDefault("workload") == "foo").ToList();

        Assert.That(foo, Has.Count.EqualTo(15));
        Assert.That(foo[0]!.AsObject().Select(field => field.Key), Is.EqualTo(new[] { "attributes", "timeUnixNano", "asDouble" }));
        Assert.That((string?)foo[0]!["timeUnixNano"], Is.EqualTo("1795435201000000000"), "a string, as 64 bits are in JSON");
        Assert.That((double)foo[0]!["asDouble"]!, Is.EqualTo(0.09));
        Assert.That(Attributes(foo[0]!), Is.EqualTo(new Dictionary<string, string>
        {
            ["testid"] = Runs.Header.RunId,
            ["branch"] = "pull/42",
            ["namespace"] = "echo",
            ["workload"] = "foo",
        }));
    }

    [Test]
    public void Sum_ItsPoints_AreCumulativeIntegersSinceTheBegin()
    {
        var sum = _metrics["gauntlet_http_requests_total"]["sum"]!.AsObject();
        var foo = sum["dataPoints"]!.AsArray().Where(point => Attributes(point!) is { } labels && labels["route"] == "foo" && labels["outcome"] == "success")
            .ToList();

        Assert.That((int)sum["aggregationTemporality"]!, Is.EqualTo(2), "cumulative");
        Assert.That((bool)sum["isMonotonic"]!, Is.True);
        Assert.That(foo, Has.Count.EqualTo(2));
        Assert.That(foo[1]!.AsObject().Select(field => field.Key), Is.EqualTo(new[] { "attributes", "timeUnixNano", "startTimeUnixNano", "asInt" }));
        Assert.That(foo.Select(point => (string?)point!["startTimeUnixNano"]), Is.All.EqualTo("1795435200000000000"));
        Assert.That(foo.Select(point => (string?)point!["timeUnixNano"]), Is.EqualTo(new[] { "1795435200000000000", "1795435215000000000" }));
        Assert.That(foo.Select(point => (string?)point!["asInt"]), Is.EqualTo(new[] { "0", $"{SampleRun.Metrics.Routes[0].Successes}" }));
    }

    [Test]
    public void Histogram_ItsPoint_CountsEachRequestInOneBucket()
    {
        var histogram = _metrics["gauntlet_http_request_duration_seconds"]["histogram"]!.AsObject();
        var foo = histogram["dataPoints"]!.AsArray().Single(point => Attributes(point!)["route"] == "foo")!.AsObject();
        var counts = foo["bucketCounts"]!.AsArray().Select(count => long.Parse((string)count!, System.Globalization.CultureInfo.InvariantCulture)).ToList();

        Assert.That((int)histogram["aggregationTemporality"]!, Is.EqualTo(2), "cumulative");
        Assert.That(foo.Select(field => field.Key), Is.EqualTo(
            new[] { "attributes", "timeUnixNano", "startTimeUnixNano", "count", "sum", "bucketCounts", "explicitBounds" }));
        Assert.That((string?)foo["startTimeUnixNano"], Is.EqualTo("1795435200000000000"));
        Assert.That((string?)foo["timeUnixNano"], Is.EqualTo("1795435215000000000"));
        Assert.That(foo["explicitBounds"]!.AsArray().Select(bound => (double)bound!), Is.EqualTo(ExportedMetrics.Bounds));
        Assert.That(counts, Has.Count.EqualTo(ExportedMetrics.Bounds.Count + 1), "one more than bounds, as the last has none");
        Assert.That((string?)foo["count"], Is.EqualTo($"{counts.Sum()}").And.EqualTo("7500"));
        Assert.That((double)foo["sum"]!, Is.EqualTo(SampleRun.Metrics.Routes[0].Response!.Average * 7.5).Within(0.1).Percent);
    }

    [TestCase("", ExpectedResult = null)]
    [TestCase("{}", ExpectedResult = null)]
    [TestCase("null", ExpectedResult = null)]
    [TestCase("thanks", ExpectedResult = null)]
    [TestCase("""{"partialSuccess":{}}""", ExpectedResult = null)]
    [TestCase("""{"partialSuccess":{"rejectedDataPoints":"0","errorMessage":"slow"}}""", ExpectedResult = null)]
    [TestCase("""{"partialSuccess":{"rejectedDataPoints":"3","errorMessage":"too old"}}""", ExpectedResult = "it refused 3 data points: too old")]
    [TestCase("""{"partialSuccess":{"rejectedDataPoints":3,"errorMessage":"too old"}}""", ExpectedResult = "it refused 3 data points: too old")]
    public string? Refused_AnswerThatTookIt_IsWhatItDidNotTake(string answer) => SeriesFormats.Of("otlp").Refused(answer);

    private static Dictionary<string, string> Attributes(JsonNode holder) =>
        holder["attributes"]!.AsArray().ToDictionary(pair => (string)pair!["key"]!, pair => (string)pair!["value"]!["stringValue"]!);
}
