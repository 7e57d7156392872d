using System.Globalization;
using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Statistics;

namespace Gauntlet.Reports.Load;

/// <summary>The tables of a load.</summary>
internal static class LoadTables
{
    private const string Nothing = "–";

    /// <summary>The one table that is always shown: what a run is read for, and what the run that it is compared with had.</summary>
    public static Table Summary(MetricsDocument metrics, EarlierRun? earlier)
    {
        Column[] other = earlier is null ? [] : [Figure(earlier.Name), Figure("change")];
        var columns = (Column[])["", Figure("this run"), Figure("95 % interval"), .. other];
        return new Table("figures", columns, [.. SummaryRows(metrics, earlier?.Figures).Select(row => Cells(row, columns.Length))]);
    }

    /// <summary>All figures over every route: response time, its interval and service time.</summary>
    public static Table Everything(MetricsDocument metrics) => new(
        "figures", ["", Figure("response time"), Figure("95 % interval"), Figure("service time")], [.. Rows(metrics).Select(row => Cells(row, row.Length))]);

    /// <summary>What failed first.</summary>
    public static Table Thresholds(IReadOnlyList<ThresholdResult> thresholds) => new(
        "thresholds",
        ["threshold", "outcome", Figure("measured"), Figure("margin"), Figure("samples")],
        [
            .. thresholds.OrderBy(t => t.Outcome switch { CheckOutcome.Fail => 0, CheckOutcome.Inconclusive => 1, _ => 2 }).Select(t => (IReadOnlyList<Cell>)
            [
                t.Expression, Signs.WithWord(t.Outcome),
                t.Actual is { } actual ? Measured(actual, t) : t.Reason,
                t.Margin is { } margin ? Figures.Margin(margin, t.Limit, t.Unit) : Nothing, Figures.Count(t.Samples),
            ]),
        ]);

    /// <summary>Failing routes first, then slow ones: what is cut is what matters least.</summary>
    public static Table Routes(MetricsDocument metrics) => new(
        "routes",
        [
            "route", Figure("requests"), Figure("per second"), Figure("success"), Figure("average"),
            .. Percentile.Standard.Select(p => Figure(Percentile.Name(p))), Figure("max"), "failures",
        ],
        [
            .. metrics.WorstFirst.Select(r => (IReadOnlyList<Cell>)
            [
                r.Name, Figures.Count(r.Requests), Rate(r.RequestsPerSecond),
                r.SuccessRate is { } rate ? new Cell(Figures.Share(rate.Value), Interval(rate)) : "no request",
                r.Response is { } l ? Average(l) : Nothing,
                .. Percentile.Standard.Select(p => r.Response?.At(p))
                    .Select(p => new Cell(Of(p, r.Response), p is { Value: not null, Low: not null } ? Interval(p) : null)),
                r.Response is { } latency ? Of(latency.Max, latency) : Nothing, Failures(r),
            ]),
        ])
    {
        Below = "the 95 % interval",
    };

    public static string Rps(MetricsDocument metrics) => metrics.Load.OfferedRate is { } offered
        ? $"{Rate(metrics.Load.AchievedRate)} of {Rate(offered)} offered"
        : $"{Rate(metrics.Load.AchievedRate)} (closed model)";

    public static string Of(PercentileValue? value, LatencyMetrics? among) => value switch
    {
        null => Nothing,
        { Value: { } milliseconds } => Of(milliseconds, among),
        _ => "n too small",
    };

    /// <summary>A time; with a sign where only the least that it can be is known.</summary>
    private static string Of(double milliseconds, LatencyMetrics? among) =>
        (among?.IsAtLeast(milliseconds) == true ? "≥ " : "") + Figures.Milliseconds(milliseconds);

    private static string Average(LatencyMetrics latency) => (latency.IsAtLeast(latency.Max) ? "≥ " : "") + Figures.Milliseconds(latency.Average);

    private static string Measured(double actual, ThresholdResult result) => result.Limit is { } limit && Math.Max(Math.Abs(actual), Math.Abs(limit)) < 1e15
        ? Figures.Against((decimal)actual, (decimal)limit, result.Unit)
        : Figures.Of(actual, result.Unit);

    public static string Interval(PercentileValue? value) =>
        value is { Low: { } low, High: { } high } ? $"{Figures.Number(low)} – {Figures.Milliseconds(high)}" : Nothing;

    private static string Interval(Rate? rate) => rate is null ? Nothing : $"{Figures.Share(rate.Low)} – {Figures.Share(rate.High)}";

    private static string Rate(double perSecond) => Figures.Of(perSecond, FigureUnit.PerSecond);

    public static string Failures(GroupMetrics group) => group.Errors == 0
        ? "none"
        : string.Join(", ", group.FailuresByKind.Concat(group.Unsent > 0 ? [KeyValuePair.Create("never sent", group.Unsent)] : [])
            .OrderByDescending(k => k.Value).Select(k => $"{Figures.Count(k.Value)} {k.Key}"));

    /// <summary>By how much a figure differs from another; null where that cannot be said.</summary>
    public static string? Change(double? now, double? before) => now is { } value && before is { } old && old != 0
        ? string.Create(CultureInfo.InvariantCulture, $"{(value / old - 1) * 100:+0.0;−0.0;0.0} %")
        : null;

    /// <summary>Name, figure, its interval, the other run's, change.</summary>
    private static IEnumerable<string[]> SummaryRows(MetricsDocument metrics, Headline? other)
    {
        var overall = metrics.Overall;
        if (overall.Response is { } response)
        {
            foreach (var (percentile, was) in new[] { (50m, other?.P50), (95m, other?.P95), (99m, other?.P99) })
            {
                var value = response.At(percentile);
                yield return [Percentile.Name(percentile), Of(value, response), Interval(value), .. Against(value?.Value, was, Figures.Milliseconds)];
            }

            yield return ["max", Of(response.Max, response), Nothing, Nothing, Nothing];
        }

        yield return ["requests per second", Rps(metrics), Nothing, .. Against(overall.RequestsPerSecond, other?.RequestsPerSecond, Rate)];
        yield return
        [
            "success rate", overall.SuccessRate is { } rate ? Figures.Share(rate.Value) : Nothing, Interval(overall.SuccessRate),
            .. Against(overall.SuccessRate?.Value, other?.SuccessRate, Figures.Share),
        ];
    }

    /// <summary>Name, response time, its interval, service time.</summary>
    private static IEnumerable<string[]> Rows(MetricsDocument metrics)
    {
        var overall = metrics.Overall;
        yield return ["requests", $"{Figures.Count(overall.Requests)} in {Figures.Seconds(metrics.Load.MeasuredSeconds)}", Nothing, Nothing];
        yield return ["failures", Failures(overall), Nothing, Nothing];
        if (overall is not { Response: { } response, Service: { } service })
        {
            yield break;
        }

        yield return ["average", Average(response), Nothing, Average(service)];
        foreach (var value in response.Percentiles)
        {
            yield return [Percentile.Name(value.Percentile), Of(value, response), Interval(value), Of(service.At(value.Percentile), service)];
        }

        yield return ["max", Of(response.Max, response), Nothing, Of(service.Max, service)];
    }

    private static string[] Against(double? now, double? before, Func<double, string> format) =>
        [before is { } old ? format(old) : Nothing, Change(now, before) ?? Nothing];

    private static Cell[] Cells(string[] row, int count) => [.. row.Take(count).Select(text => new Cell(text))];

    private static Column Figure(string head) => new(head, IsFigure: true);
}
