using Gauntlet.Metrics.Recording;

namespace Gauntlet.Export.Model;

/// <summary>Values of one metric for one set of labels.</summary>
/// <param name="Metric">What they are of.</param>
/// <param name="Labels">Those of every series included; each name once.</param>
/// <param name="Points">The earliest first; of a histogram empty.</param>
public sealed record ExportedSeries(
    ExportedMetric Metric, IReadOnlyList<KeyValuePair<string, string>> Labels, IReadOnlyList<ExportedPoint> Points)
{
    /// <summary>When what is counted began to be counted.</summary>
    public required DateTimeOffset Began { get; init; }

    /// <summary>When it was counted up; of a histogram alone.</summary>
    public DateTimeOffset Ended { get; init; }

    /// <summary>What a histogram counted from begin to end; null for other kinds.</summary>
    public LatencyHistogram? Histogram { get; init; }
}

/// <summary>One value.</summary>
public readonly record struct ExportedPoint(DateTimeOffset At, double Value);
