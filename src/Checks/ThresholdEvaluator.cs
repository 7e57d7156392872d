using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.Checks;

/// <summary>Finds the figure a threshold names and compares it, in decimal: 7 of 1,000 is 0.7 %.</summary>
internal static class ThresholdEvaluator
{
    private const double LeastLikely = 0.05;

    public static ThresholdResult Evaluate(MetricsDocument document, Threshold threshold)
    {
        if (threshold.Figure is { } figure)
        {
            return OfMeasured(document, threshold, figure);
        }

        var group = threshold.Route is { } route ? document.Routes.FirstOrDefault(r => r.Name == route) : document.Overall;
        if (group is null)
        {
            return Without(threshold, CheckOutcome.Fail, 0, $"no route named '{threshold.Route}' was measured");
        }

        var samples = threshold.Metric.Samples(document, group);
        if (samples == 0)
        {
            if (Own(group) is > 0 and var own)
            {
                return Without(threshold, CheckOutcome.Inconclusive, 0,
                    $"no samples: the generator itself did not send {Figures.Count(own)} requests that were due");
            }

            return Without(threshold, CheckOutcome.Fail, 0, "no samples: no data is never a pass");
        }

        var result = Measure(document, group, threshold, samples);
        return result.Outcome == CheckOutcome.Fail && Acquittal(document, group, threshold, samples) is { } words
            ? result with { Outcome = CheckOutcome.Inconclusive, Reason = $"{result.Reason}, {words}" }
            : result;
    }

    /// <summary>What was not measured is nobody's fault, and no pass. What had not happened in more than its limit is too late for certain.</summary>
    private static ThresholdResult OfMeasured(MetricsDocument document, Threshold threshold, MeasuredFigure figure)
    {
        var reading = figure.Read(document, threshold.Tags.GetValueOrDefault(Tag.Workload));
        if (reading.Value is { } value)
        {
            return Compare(document, threshold, (decimal)value, document.Overall.Requests);
        }

        var limit = Figures.Exact(threshold.Limit, threshold.Unit);
        return reading.Above is not { } above || !IsUpper(threshold) ? Without(threshold, CheckOutcome.Inconclusive, 0, reading.Why!)
            : (decimal)above >= threshold.Limit
                ? Without(threshold, CheckOutcome.Fail, document.Overall.Requests, $"breached: {reading.Why}, against a limit of {limit}")
            : Without(threshold, CheckOutcome.Inconclusive, 0, $"the load is shorter than the limit of {limit}: {reading.Why}");
    }

    private static ThresholdResult Measure(MetricsDocument document, GroupMetrics group, Threshold threshold, long samples)
    {
        var latency = threshold.Metric.Time?.Invoke(document, group);
        if (threshold.Aggregate == Aggregate.Percentile)
        {
            return Percentile(threshold, latency, samples);
        }

        var figure = threshold.Metric.Figure(document, group, threshold.Aggregate);
        return latency is null ? Compare(document, threshold, figure, samples) : CompareTime(threshold, latency, figure, samples);
    }

    /// <summary>Why a breach may be the generator's own, in words; null where it is not, or would be one without what the generator did, too.</summary>
    private static string? Acquittal(MetricsDocument document, GroupMetrics group, Threshold threshold, long samples) =>
        MayBeItsLateness(document, group, threshold, samples) ? "which may be the lateness of the generator: the service time keeps the limit"
        : MayBeItsStandstill(document, group, threshold) ? "which may come of a pause of the generator itself, after which it read answers late"
        : MayBeItsLimit(document, group, threshold) ? "which may come of connections that this machine could not open: what was sent keeps the limit"
        : MayBeItsDrops(document, group, threshold, samples) ? "which may come of the requests that the generator did not send"
        : null;

    /// <summary>
    /// True for a response time that breaks its upper limit and need not without the lag of a generator that was late. It does for certain where the
    /// service time, which has no lag in it, breaks the limit too, and where one percent lower (all that p99 of the lag leaves out) it is
    /// more than that lag above the limit.
    /// </summary>
    private static bool MayBeItsLateness(MetricsDocument document, GroupMetrics group, Threshold threshold, long samples)
    {
        var fewOrLargest = document.Lag is { Max: > LoadVerdict.MostLag } lags && (threshold.Aggregate == Aggregate.Max || lags.At(99)?.Value is null)
            ? lags.Max : (double?)null;
        if (!IsUpperLimitOfResponse(threshold) || (LoadVerdict.Lateness(document) ?? fewOrLargest) is not { } lag
            || (threshold.Aggregate == Aggregate.Max && (decimal)(group.Response!.Max - lag) > threshold.Limit && fewOrLargest is not null))
        {
            return false;
        }

        var certain = threshold is { Route: null, Aggregate: Aggregate.Percentile }
            && group.Response!.Percentiles.Any(lower => lower.Percentile <= threshold.Percentile - 1 && (decimal)(lower.Value - lag ?? 0) > threshold.Limit);
        return !certain && ServiceKeeps(document, group, threshold, samples);
    }

    /// <summary>
    /// True for an upper limit of a time that need not be broken without what the generator stood still: as many answers as it read late may have been fast,
    /// and each is too long by its longest pause at most.
    /// </summary>
    private static bool MayBeItsStandstill(MetricsDocument document, GroupMetrics group, Threshold threshold)
    {
        if (document.Load.LateReads == 0 || !IsUpper(threshold) || threshold.Metric.Time?.Invoke(document, group) is not { } latency
            || threshold.Metric == Metric.Lag)
        {
            return false;
        }

        var pause = document.Load.LongestPauseMs;
        var sure = threshold.Aggregate switch
        {
            Aggregate.Average => latency.Average - (pause * Math.Min(1, document.Load.LateReads / (double)latency.Samples)),
            Aggregate.Percentile when latency.At(threshold.Percentile!.Value) is { Value: { } value } at => Math.Max(value - pause, at.Sure ?? 0),
            Aggregate.Max => latency.Max - pause,
            _ => latency.Min - pause,
        };
        return CompareTime(threshold, latency, (decimal)sure, latency.Samples).Outcome == CheckOutcome.Pass;
    }

    /// <summary>
    /// True for a breach of a generator that could not open all of its connections, where nothing that was sent breaks the limit: with the others it
    /// would have waited less for a free one.
    /// </summary>
    private static bool MayBeItsLimit(MetricsDocument document, GroupMetrics group, Threshold threshold) =>
        document.Overall.Dropped(DropCause.LocalLimit) > 0 && group.Requests > 0
        && (IsUpperLimitOfResponse(threshold) ? ServiceKeeps(document, group, threshold, group.Requests)
            : (threshold.Metric == Metric.Errors || threshold.Metric == Metric.Success)
                && Measure(document, OnlySent(group), threshold, group.Requests).Outcome == CheckOutcome.Pass);

    /// <summary>True for a number of requests that keeps the limit with those that the generator left out, or might.</summary>
    private static bool MayBeItsDrops(MetricsDocument document, GroupMetrics group, Threshold threshold, long samples)
    {
        var own = Own(document.Overall);
        var without = document with { Totals = document.Totals with { Dropped = document.Totals.Dropped - own } };
        return own > 0
            && (threshold.Metric.PerSecond is not null ? !IsUpper(threshold)
                : threshold.Metric == Metric.Dropped && Measure(without, group, threshold, samples).Outcome == CheckOutcome.Pass);
    }

    /// <summary>Requests that were due and that the generator, not the server, left out.</summary>
    private static long Own(GroupMetrics group) => group.Dropped(DropCause.LocalLimit) + group.Dropped(DropCause.GeneratorLate);

    private static bool IsUpperLimitOfResponse(Threshold threshold) =>
        threshold.Metric == Metric.Latency && IsUpper(threshold);

    /// <summary>True where what was sent keeps the limit, or may: the lateness of the generator is not in it, but its pauses are.</summary>
    private static bool ServiceKeeps(MetricsDocument document, GroupMetrics group, Threshold threshold, long samples)
    {
        var service = threshold with { Metric = Metric.Service };
        return group.Service is not null
            && (Measure(document, group, service, samples).Outcome != CheckOutcome.Fail || MayBeItsStandstill(document, group, service));
    }

    private static GroupMetrics OnlySent(GroupMetrics group) => group with { DroppedByCause = new Dictionary<string, long>() };

    private static ThresholdResult Percentile(Threshold threshold, LatencyMetrics? latency, long samples) => latency?.At(threshold.Percentile!.Value) switch
    {
        null => Without(threshold, CheckOutcome.Inconclusive, samples, "the document was built without this percentile"),
        { Value: { } value } => CompareTime(threshold, latency, (decimal)value, samples),
        { } few => OfTooFew(threshold, latency, few.Needs),
    };

    /// <summary>
    /// Too few samples for a percentile, but for a limit that all of them are on one side of, where the true percentile would be on the other in at most
    /// one of twenty such samples: n values below a p-quantile have the chance p^n, n above it (1 - p)^n.
    /// </summary>
    private static ThresholdResult OfTooFew(Threshold threshold, LatencyMetrics latency, long needs)
    {
        var least = CompareTime(threshold, latency, (decimal)latency.Min, latency.Samples);
        var most = CompareTime(threshold, latency, (decimal)latency.Max, latency.Samples);
        var share = (double)threshold.Percentile!.Value / 100;
        var areAbove = IsUpper(threshold) == (least.Outcome == CheckOutcome.Fail);
        var side = areAbove ? least : most;
        var isOneSided = least.Outcome == most.Outcome && least.Outcome != CheckOutcome.Inconclusive && threshold.Comparison <= Comparison.GreaterOrEqual;
        return isOneSided && Math.Pow(areAbove ? 1 - share : share, latency.Samples) <= LeastLikely
            ? side with { Reason = $"{side.Reason}, and so do all {Figures.Count(latency.Samples)} samples, too few to tell the percentile" }
            : Without(threshold, CheckOutcome.Inconclusive, latency.Samples, $"n too small: {latency.Samples} samples, needs {needs}");
    }

    private static bool IsUpper(Threshold threshold) => threshold.Comparison is Comparison.Less or Comparison.LessOrEqual;

    /// <summary>
    /// Compares a time. Above 60 s it is recorded as 60 s: such a figure is the least that it can be, and says nothing about a limit that a larger one
    /// might break or keep.
    /// </summary>
    private static ThresholdResult CompareTime(Threshold threshold, LatencyMetrics latency, decimal figure, long samples)
    {
        var result = Compare(null, threshold, figure, samples);
        var isLeast = threshold.Aggregate == Aggregate.Average ? latency.IsAtLeast(latency.Max) : latency.IsAtLeast((double)figure);
        if (!isLeast)
        {
            return result;
        }

        var isSettled = threshold.Comparison switch
        {
            Comparison.Less or Comparison.LessOrEqual => result.Outcome == CheckOutcome.Fail,
            Comparison.Greater or Comparison.GreaterOrEqual => result.Outcome == CheckOutcome.Pass,
            _ => figure > threshold.Limit,
        };
        return isSettled
            ? result with { Reason = $"{result.Reason}, and it was more: times above 60 s are recorded as 60 s" }
            : Without(
                threshold, CheckOutcome.Inconclusive, samples,
                $"of this figure is known only that it is at least {Figures.Of((double)figure, threshold.Unit)}: times above 60 s are recorded as 60 s");
    }

    private static ThresholdResult Compare(MetricsDocument? document, Threshold threshold, decimal actual, long samples)
    {
        var limit = threshold.Limit;
        if (threshold.OfOffered)
        {
            if (document?.Load.OfferedRate is not { } offered)
            {
                return Without(threshold, CheckOutcome.Inconclusive, samples, "the closed model offers no rate to compare with");
            }

            limit *= (decimal)offered;
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
        var figures = $"{Figures.Against(actual, limit, unit)} against a limit of {Figures.Exact(limit, unit)}";
        return new ThresholdResult(
            threshold.Expression, unit, (double)actual, (double)limit, (double)margin, samples,
            holds ? CheckOutcome.Pass : CheckOutcome.Fail, holds ? $"holds: {figures}" : $"breached: {figures}");
    }

    private static ThresholdResult Without(Threshold threshold, CheckOutcome outcome, long samples, string reason)
        => new(threshold.Expression, threshold.Unit, null, threshold.OfOffered ? null : (double)threshold.Limit, null, samples, outcome, reason);
}
