using Gauntlet.Metrics.Model;

namespace Gauntlet.Checks;

/// <summary>Finds the figure a threshold names and compares it.</summary>
internal static class ThresholdEvaluator
{
    public static ThresholdResult Evaluate(MetricsDocument document, Threshold threshold)
    {
        var group = threshold.Route is { } route ? document.Routes.FirstOrDefault(r => r.Name == route) : document.Overall;
        if (group is null)
        {
            return Without(threshold, CheckOutcome.Fail, 0, $"no route named '{threshold.Route}' was measured");
        }

        var samples = threshold.Metric switch
        {
            Metric.Lag => document.Lag?.Samples ?? 0,
            Metric.Dropped => document.Totals.Scheduled,
            _ => group.Requests,
        };
        if (samples == 0)
        {
            return Without(threshold, CheckOutcome.Fail, 0, "no samples: no data is never a pass");
        }

        var result = Measure(document, group, threshold, samples);
        return result.Outcome == CheckOutcome.Fail && MayBeTheGenerators(document, group, threshold, samples)
            ? result with
            {
                Outcome = CheckOutcome.Inconclusive,
                Reason = $"{result.Reason}, which may be the lateness of a saturated generator: the service time keeps the limit",
            }
            : result;
    }

    private static ThresholdResult Measure(MetricsDocument document, GroupMetrics group, Threshold threshold, long samples) =>
        threshold.Aggregate == Aggregate.Percentile
            ? Percentile(threshold, LatencyOf(document, group, threshold.Metric), samples)
            : Compare(document, threshold, Figure(document, group, threshold), samples);

    /// <summary>
    /// True for a response time that breaks its upper limit and need not without the lag of a generator that was late. It does for certain where the
    /// service time, which has no lag in it, breaks the limit too, and where one percent lower (all that p99 of the lag leaves out) it is
    /// more than that lag above the limit.
    /// </summary>
    private static bool MayBeTheGenerators(MetricsDocument document, GroupMetrics group, Threshold threshold, long samples)
    {
        if (threshold is not { Metric: Metric.Latency, Comparison: Comparison.Less or Comparison.LessOrEqual } || LoadVerdict.Lateness(document) is not { } lag)
        {
            return false;
        }

        var certain = threshold is { Route: null, Aggregate: Aggregate.Percentile }
            && group.Response!.Percentiles.Any(lower => lower.Percentile <= threshold.Percentile - 1 && lower.Value - lag > threshold.Limit);
        return !certain && Measure(document, group, threshold with { Metric = Metric.Service }, samples).Outcome == CheckOutcome.Pass;
    }

    private static ThresholdResult Percentile(Threshold threshold, LatencyMetrics? latency, long samples) => latency?.At(threshold.Percentile!.Value) switch
    {
        null => Without(threshold, CheckOutcome.Inconclusive, samples, "the document was built without this percentile"),
        { Value: { } value } => Compare(null, threshold, value, samples),
        { } few => Without(threshold, CheckOutcome.Inconclusive, samples, $"n too small: {samples} samples, needs {few.Needs}"),
    };

    private static double Figure(MetricsDocument document, GroupMetrics group, Threshold threshold) => (threshold.Metric, threshold.Aggregate) switch
    {
        (Metric.Errors, Aggregate.Rate) => (double)group.Failures / group.Requests,
        (Metric.Errors, _) => group.Failures,
        (Metric.Success, Aggregate.Rate) => (double)group.Successes / group.Requests,
        (Metric.Success, _) => group.Successes,
        (Metric.Timeouts, Aggregate.Rate) => (double)Timeouts(group) / group.Requests,
        (Metric.Timeouts, _) => Timeouts(group),
        (Metric.Requests, Aggregate.Count) => group.Requests,
        (Metric.Requests or Metric.Rps, _) => group.RequestsPerSecond,
        (Metric.Dropped, _) => document.Totals.Dropped,
        (_, Aggregate.Average) => LatencyOf(document, group, threshold.Metric)!.Average,
        (_, Aggregate.Min) => LatencyOf(document, group, threshold.Metric)!.Min,
        _ => LatencyOf(document, group, threshold.Metric)!.Max,
    };

    private static ThresholdResult Compare(MetricsDocument? document, Threshold threshold, double actual, long samples)
    {
        var limit = threshold.Limit;
        if (threshold.OfOffered)
        {
            if (document?.Load.OfferedRate is not { } offered)
            {
                return Without(threshold, CheckOutcome.Inconclusive, samples, "the closed model offers no rate to compare with");
            }

            limit *= offered;
        }

        var (holds, margin) = threshold.Comparison switch
        {
            Comparison.Less => (actual < limit, limit - actual),
            Comparison.LessOrEqual => (actual <= limit, limit - actual),
            Comparison.Greater => (actual > limit, actual - limit),
            Comparison.GreaterOrEqual => (actual >= limit, actual - limit),
            Comparison.Equal => (actual == limit, -Math.Abs(actual - limit)),
            _ => (actual != limit, Math.Abs(actual - limit)),
        };
        var unit = threshold.Unit;
        var figures = $"{Figures.Of(actual, unit)} against a limit of {Figures.Of(limit, unit)}";
        return new ThresholdResult(
            threshold.Expression, unit, actual, limit, margin, samples,
            holds ? CheckOutcome.Pass : CheckOutcome.Fail, holds ? $"holds: {figures}" : $"breached: {figures}");
    }

    private static ThresholdResult Without(Threshold threshold, CheckOutcome outcome, long samples, string reason)
        => new(threshold.Expression, threshold.Unit, null, threshold.OfOffered ? null : threshold.Limit, null, samples, outcome, reason);

    private static LatencyMetrics? LatencyOf(MetricsDocument document, GroupMetrics group, Metric metric) => metric switch
    {
        Metric.Lag => document.Lag,
        Metric.Service => group.Service,
        _ => group.Response,
    };

    private static long Timeouts(GroupMetrics group) => group.FailuresByKind.GetValueOrDefault(FailureKinds.Timeout);
}
