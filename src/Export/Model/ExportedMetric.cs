namespace Gauntlet.Export.Model;

/// <summary>What a series is of: the name that a receiver knows it by, and the labels that it may have.</summary>
/// <param name="Name">In Prometheus' form, unit included.</param>
/// <param name="Kind">How its values are read.</param>
/// <param name="Unit">In the form of UCUM, as OTLP has it; empty for a number.</param>
/// <param name="Help">One sentence.</param>
/// <param name="Labels">Their names, beside those that every series has.</param>
public sealed record ExportedMetric(string Name, MetricKind Kind, string Unit, string Help, params IReadOnlyList<string> Labels)
{
    /// <summary>The names under which a receiver of plain samples finds it: of a histogram there are three.</summary>
    public IReadOnlyList<string> SampleNames => Kind == MetricKind.Histogram ? [$"{Name}_bucket", $"{Name}_sum", $"{Name}_count"] : [Name];
}

/// <summary>How values are read.</summary>
public enum MetricKind
{
    /// <summary>As they are.</summary>
    Gauge,

    /// <summary>By how much they have grown.</summary>
    Counter,

    /// <summary>As counters, one for each bucket.</summary>
    Histogram,
}
