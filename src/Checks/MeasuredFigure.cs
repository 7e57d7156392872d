using Gauntlet.Metrics.Model;

namespace Gauntlet.Checks;

/// <summary>A figure of what ran beside the load.</summary>
/// <param name="Name">As it is written after the metric; empty where the metric is the figure.</param>
/// <param name="Unit">Its unit.</param>
internal abstract record MeasuredFigure(string Name, FigureUnit Unit)
{
    /// <summary>Reads it.</summary>
    /// <param name="document">The figures of the run.</param>
    /// <param name="workload">By name or by namespace/name; null for all that there are.</param>
    public abstract Reading Read(MetricsDocument document, string? workload);
}

/// <summary>A figure, or why there is none.</summary>
/// <param name="Value">Null where there is none.</param>
internal readonly record struct Reading(double? Value)
{
    /// <summary>Why there is none.</summary>
    public string? Why { get; init; }

    /// <summary>What it is above for certain, of something that had not happened by the end; null where nothing is known of it.</summary>
    public double? Above { get; init; }

    /// <summary>One that was not measured.</summary>
    public static Reading Missing(string why) => new((double?)null) { Why = $"not measured: {why}" };
}
