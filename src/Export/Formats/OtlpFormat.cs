using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gauntlet.Export.Model;

namespace Gauntlet.Export.Formats;

/// <summary>
/// OTLP over HTTP in JSON (opentelemetry-proto, metrics/v1; Protobuf's JSON mapping: 64-bit integers are strings). Temporality is cumulative, as Prometheus
/// drops deltas.
/// </summary>
internal sealed class OtlpFormat : ISeriesFormat
{
    private const int Cumulative = 2;

    /// <inheritdoc/>
    public string Name => "otlp";

    /// <inheritdoc/>
    public string UsualPath => "/v1/metrics, of Prometheus itself /api/v1/otlp/v1/metrics with --web.enable-otlp-receiver";

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; } = [KeyValuePair.Create("Content-Type", "application/json")];

    /// <inheritdoc/>
    public byte[] Encode(IReadOnlyList<ExportedSeries> series)
    {
        ArgumentNullException.ThrowIfNull(series);
        var run = series[0].Labels.First(label => label.Key == ExportedMetrics.TestId).Value;
        var metrics = series.GroupBy(one => one.Metric).Select(group => Metric(group.Key, group));
        var request = new JsonObject
        {
            ["resourceMetrics"] = new JsonArray(new JsonObject
            {
                ["resource"] = new JsonObject
                {
                    ["attributes"] = Attributes([new("service.name", "gauntlet"), new("service.instance.id", run)]),
                },
                ["scopeMetrics"] = new JsonArray(new JsonObject
                {
                    ["scope"] = new JsonObject { ["name"] = "gauntlet" },
                    ["metrics"] = new JsonArray([.. metrics]),
                }),
            }),
        };
        return JsonSerializer.SerializeToUtf8Bytes(request);
    }

    /// <inheritdoc/>
    public string? Refused(string answer)
    {
        try
        {
            var partial = JsonNode.Parse(answer) is JsonObject body ? body["partialSuccess"] as JsonObject : null;
            return partial?["rejectedDataPoints"]?.ToString() is { } count and not "0"
                ? $"it refused {count} data points: {partial["errorMessage"]}"
                : null;
        }
        catch (JsonException)
        {
            return null; // It answered that it took them, in words of its own.
        }
    }

    private static JsonObject Metric(ExportedMetric metric, IEnumerable<ExportedSeries> series) => new()
    {
        ["name"] = metric.Name,
        ["description"] = metric.Help,
        ["unit"] = metric.Unit,
        [metric.Kind switch { MetricKind.Gauge => "gauge", MetricKind.Counter => "sum", _ => "histogram" }] = metric.Kind switch
        {
            MetricKind.Gauge => new JsonObject { ["dataPoints"] = Points(series, isCount: false) },
            MetricKind.Counter => new JsonObject
            {
                ["aggregationTemporality"] = Cumulative,
                ["isMonotonic"] = true,
                ["dataPoints"] = Points(series, isCount: true),
            },
            _ => new JsonObject
            {
                ["aggregationTemporality"] = Cumulative,
                ["dataPoints"] = new JsonArray([.. series.Select(Histogram)]),
            },
        },
    };

    private static JsonArray Points(IEnumerable<ExportedSeries> series, bool isCount) => new(
    [
        .. from one in series
           from point in one.Points
           select isCount
                ? Point(one, point.At, ("startTimeUnixNano", Nanoseconds(one.Began)), ("asInt", Integer((long)point.Value)))
                : Point(one, point.At, ("asDouble", point.Value)),
    ]);

    private static JsonObject Histogram(ExportedSeries series) => Point(
        series, series.Ended,
        ("startTimeUnixNano", Nanoseconds(series.Began)),
        ("count", Integer(series.Histogram!.Count)),
        ("sum", series.Histogram.SumSeconds),
        ("bucketCounts", new JsonArray([.. series.Histogram.Counts.Select(Integer)])),
        ("explicitBounds", new JsonArray([.. ExportedMetrics.Bounds.Select(bound => (JsonNode)bound)])));

    private static JsonObject Point(ExportedSeries series, DateTimeOffset at, params (string Name, JsonNode Value)[] fields)
    {
        var point = new JsonObject { ["attributes"] = Attributes(series.Labels), ["timeUnixNano"] = Nanoseconds(at) };
        foreach (var (name, value) in fields)
        {
            point[name] = value;
        }

        return point;
    }

    private static JsonArray Attributes(IEnumerable<KeyValuePair<string, string>> labels) => new(
    [
        .. labels.Select(label => new JsonObject { ["key"] = label.Key, ["value"] = new JsonObject { ["stringValue"] = label.Value } }),
    ]);

    private static JsonNode Nanoseconds(DateTimeOffset at) => Integer((at - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick);

    private static JsonNode Integer(long value) => value.ToString(CultureInfo.InvariantCulture);
}
