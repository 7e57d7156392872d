using Gauntlet.Metrics.Model;

namespace Gauntlet.Checks;

/// <summary>The upper limits that a run's thresholds set to percentiles of the response time, for who draws them.</summary>
public static class LatencyLimits
{
    /// <summary>Those over all routes, in milliseconds; an expression that is none of ours sets none.</summary>
    public static IEnumerable<(decimal Percentile, double Limit)> Of(MetricsDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return (document.Thresholds ?? []).Select(Of).OfType<(decimal, double)>().Distinct();
    }

    private static (decimal Percentile, double Limit)? Of(ThresholdResult result)
    {
        try
        {
            var parsed = Thresholds.Parse(result.Expression);
            return parsed is { Percentile: { } percentile, Tags.Count: 0, Comparison: Comparison.Less or Comparison.LessOrEqual }
                && parsed.Metric == Metric.Latency && result.Limit is { } limit
                ? (percentile, limit) : null;
        }
        catch (ThresholdSyntaxException)
        {
            return null;
        }
    }
}
