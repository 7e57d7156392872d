using System.Globalization;
using Gauntlet.Export.Model;

namespace Gauntlet.Export.Formats;

/// <summary>Prometheus remote write 1.0 (prometheus.io/docs/specs/prw/remote_write_spec): a WriteRequest in Protobuf within a Snappy block.</summary>
internal sealed class RemoteWriteFormat : ISeriesFormat
{
    // WriteRequest { repeated TimeSeries timeseries = 1; }  TimeSeries { repeated Label labels = 1; repeated Sample samples = 2; }
    // Label { string name = 1; string value = 2; }  Sample { double value = 1; int64 timestamp = 2; }
    private const int TimeSeries = 1;
    private const int Label = 1;
    private const int Sample = 2;
    private const string NameLabel = "__name__";

    /// <inheritdoc/>
    public string Name => "remote-write";

    /// <inheritdoc/>
    public string UsualPath => "/api/v1/write, of Prometheus itself with --web.enable-remote-write-receiver";

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; } =
    [
        KeyValuePair.Create("Content-Type", "application/x-protobuf"),
        KeyValuePair.Create("Content-Encoding", "snappy"),
        KeyValuePair.Create("X-Prometheus-Remote-Write-Version", "0.1.0"),
    ];

    /// <inheritdoc/>
    public byte[] Encode(IReadOnlyList<ExportedSeries> series)
    {
        ArgumentNullException.ThrowIfNull(series);
        var request = new ProtobufWriter();
        foreach (var one in series.SelectMany(Plain))
        {
            request.Message(TimeSeries, one);
        }

        return SnappyBlock.Of(request.Written);
    }

    /// <inheritdoc/>
    public string? Refused(string answer) => null; // 1.0 has no word for a part.

    private static IEnumerable<ProtobufWriter> Plain(ExportedSeries series)
    {
        if (series.Histogram is not { } histogram)
        {
            yield return Encode(series, series.Metric.Name, null, series.Points);
            yield break;
        }

        long below = 0;
        for (var bucket = 0; bucket < histogram.Counts.Count; bucket++)
        {
            below += histogram.Counts[bucket];
            var bound = bucket < ExportedMetrics.Bounds.Count ? ExportedMetrics.Bounds[bucket].ToString(CultureInfo.InvariantCulture) : "+Inf";
            yield return Encode(series, $"{series.Metric.Name}_bucket", bound, Grown(series, below));
        }

        yield return Encode(series, $"{series.Metric.Name}_sum", null, Grown(series, histogram.SumSeconds));
        yield return Encode(series, $"{series.Metric.Name}_count", null, Grown(series, histogram.Count));
    }

    private static IReadOnlyList<ExportedPoint> Grown(ExportedSeries series, double to) =>
        [new ExportedPoint(series.Began, 0), new ExportedPoint(series.Ended, to)];

    /// <summary>Receivers want labels in the order of their names.</summary>
    private static ProtobufWriter Encode(ExportedSeries series, string name, string? bound, IReadOnlyList<ExportedPoint> points)
    {
        var message = new ProtobufWriter();
        KeyValuePair<string, string>[] labels =
            [new(NameLabel, name), .. series.Labels, .. bound is null ? Array.Empty<KeyValuePair<string, string>>() : [new(ExportedMetrics.Bound, bound)]];
        foreach (var (label, value) in labels.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            message.Message(Label, new ProtobufWriter().Text(1, label).Text(2, value));
        }

        foreach (var point in points)
        {
            message.Message(Sample, new ProtobufWriter().Double(1, point.Value).Integer(2, point.At.ToUnixTimeMilliseconds()));
        }

        return message;
    }
}
