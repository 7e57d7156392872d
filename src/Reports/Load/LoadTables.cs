using System.Globalization;
using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Statistics;

namespace Gauntlet.Reports.Load;

/// <summary>The tables of a load.</summary>
internal static class LoadTables
{
    private const string Nothing = "–";

    /// <summary>The one table that is always shown: response time, its interval, service time and, where there is one, the run before.</summary>
    public static Table Headline(MetricsDocument metrics, EarlierRun? earlier)
    {
        Column[] before = earlier is null ? [] : [Figure($"before ({earlier.Name})"), Figure("change")];
        var columns = (Column[])["", Figure("response time"), Figure("95 % interval"), Figure("service time"), .. before];
        var rows = Rows(metrics, earlier?.Figures).Select(row => row.Take(columns.Length).Select(text => new Cell(text)).ToArray());
        return new Table("figures", columns, [.. rows]);
    }

    /// <summary>What failed first.</summary>
    public static Table Thresholds(IReadOnlyList<ThresholdResult> thresholds) => new(
        "thresholds",
        ["threshold", "outcome", Figure("measured"), Figure("margin"), Figure("samples")],
        [
            .. thresholds.OrderBy(t => t.Outcome switch { CheckOutcome.Fail => 0, CheckOutcome.Inconclusive => 1, _ => 2 }).Select(t => (IReadOnlyList<Cell>)
            [
                t.Expression, $"{Signs.Of(t.Outcome)} {t.Outcome.ToString().ToLowerInvariant()}",
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
            .. metrics.Routes.OrderByDescending(r => r.Due == 0 ? double.MaxValue : r.Errors / (double)r.Due)
                .ThenByDescending(r => r.Response?.Max).Select(r => (IReadOnlyList<Cell>)
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

    private static string Failures(GroupMetrics group) => group.Errors == 0
        ? "none"
        : string.Join(", ", group.FailuresByKind.Concat(group.Unsent > 0 ? [KeyValuePair.Create("never sent", group.Unsent)] : [])
            .OrderByDescending(k => k.Value).Select(k => $"{Figures.Count(k.Value)} {k.Key}"));

    /// <summary>Name, response time, its interval, service time, before, change.</summary>
    private static IEnumerable<string[]> Rows(MetricsDocument metrics, Headline? before)
    {
        var overall = metrics.Overall;
        yield return ["requests", $"{Figures.Count(overall.Requests)} in {Figures.Seconds(metrics.Load.MeasuredSeconds)}", Nothing, Nothing, Nothing, Nothing];
        yield return ["requests per second", Rps(metrics), Nothing, Nothing, .. Changed(overall.RequestsPerSecond, before?.RequestsPerSecond, Rate)];
        yield return
        [
            "success rate", overall.SuccessRate is { } rate ? Figures.Share(rate.Value) : Nothing, Interval(overall.SuccessRate), Nothing,
            .. Changed(overall.SuccessRate?.Value, before?.SuccessRate, Figures.Share),
        ];
        yield return ["failures", Failures(overall), Nothing, Nothing, Nothing, Nothing];
        if (overall is not { Response: { } response, Service: { } service })
        {
            yield break;
        }

        yield return ["average", Average(response), Nothing, Average(service), Nothing, Nothing];
        foreach (var value in response.Percentiles)
        {
            var was = value.Percentile switch { 50m => before?.P50, 95m => before?.P95, 99m => before?.P99, _ => null };
            var change = Changed(value.Value, was, Figures.Milliseconds);
            yield return [Percentile.Name(value.Percentile), Of(value, response), Interval(value), Of(service.At(value.Percentile), service), .. change];
        }

        yield return ["max", Of(response.Max, response), Nothing, Of(service.Max, service), Nothing, Nothing];
    }

    /// <summary>Before and the change from it: only for figures that both runs have.</summary>
    private static string[] Changed(double? now, double? before, Func<double, string> format)
    {
        if (before is not { } old)
        {
            return [Nothing, Nothing];
        }

        var change = now is { } value && old != 0 ? (value / old - 1) * 100 : (double?)null;
        return [format(old), change is { } percent ? string.Create(CultureInfo.InvariantCulture, $"{percent:+0.0;−0.0;0.0} %") : Nothing];
    }

    private static Column Figure(string head) => new(head, IsFigure: true);
}
