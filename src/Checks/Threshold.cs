using System.Collections.ObjectModel;
using Gauntlet.Metrics.Model;

namespace Gauntlet.Checks;

/// <summary>A parsed threshold: an aggregate of a metric, of all routes or one, against a limit.</summary>
public sealed record Threshold
{
    internal Threshold()
    {
    }

    /// <summary>The expression as it was written, without surrounding blanks.</summary>
    public string Expression { get; init; } = "";

    /// <summary>What it is confined to, by tag; empty for all that there is.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The route of the tag filter; null for all routes.</summary>
    public string? Route => Tags.GetValueOrDefault(Tag.Route);

    internal Metric Metric { get; init; } = Metric.Latency;

    internal Aggregate Aggregate { get; init; }

    /// <summary>What it is about where that is a figure of what ran beside the load; null where it is an aggregate of requests.</summary>
    internal MeasuredFigure? Figure { get; init; }

    /// <summary>The percentile that it is about; null where it is about another figure.</summary>
    public decimal? Percentile { get; init; }

    internal Comparison Comparison { get; init; }

    /// <summary>The limit in the metric's unit, or the factor of the offered rate.</summary>
    internal decimal Limit { get; init; }

    internal bool OfOffered { get; init; }

    /// <summary>The same with another limit, in the unit of the value that it is held against.</summary>
    public Threshold Against(double limit) => this with { Limit = (decimal)limit, OfOffered = false };

    internal FigureUnit Unit => Figure?.Unit ?? Metric.UnitOf(Aggregate);
}

internal enum Aggregate
{
    Average,
    Min,
    Max,
    Percentile,
    Rate,
    Count,
    Value,
}

internal enum Comparison
{
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,
}
