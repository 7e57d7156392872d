using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.Export.Model;

/// <summary>Makes series of one run: all have its labels and its clock.</summary>
internal sealed class SeriesDraft(RunHeader run, DateTimeOffset began, DateTimeOffset ended)
{
    private readonly (string, string)[] _common =
        [(ExportedMetrics.TestId, run.RunId), .. run.Ref is { Length: > 0 } branch ? [(ExportedMetrics.Branch, branch)] : Array.Empty<(string, string)>()];

    /// <summary>Values by seconds from the begin; those that were not measured are left out.</summary>
    public ExportedSeries Gauge(ExportedMetric metric, IEnumerable<(double Second, double? Value)> values, params (string, string)[] labels) => Of(
        metric, labels,
        [.. values.Where(value => value.Value is not null).Select(value => new ExportedPoint(began + TimeSpan.FromSeconds(value.Second), value.Value!.Value))]);

    /// <summary>Nothing at the begin, and the count at the end, so that the receiver sees it grow.</summary>
    public ExportedSeries Counter(ExportedMetric metric, long count, params (string, string)[] labels) =>
        Of(metric, labels, [new ExportedPoint(began, 0), new ExportedPoint(ended, count)]);

    public ExportedSeries Histogram(ExportedMetric metric, LatencyHistogram histogram, params (string, string)[] labels) =>
        Of(metric, labels, []) with { Histogram = histogram };

    private ExportedSeries Of(ExportedMetric metric, (string Name, string Value)[] labels, IReadOnlyList<ExportedPoint> points) =>
        new(metric, [.. _common.Concat(labels).Select(label => KeyValuePair.Create(label.Item1, label.Item2))], points) { Began = began, Ended = ended };
}
