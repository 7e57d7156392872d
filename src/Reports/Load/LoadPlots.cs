using Gauntlet.Checks;
using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Statistics;
using Gauntlet.Reports.Plots;

namespace Gauntlet.Reports.Load;

/// <summary>The plots of a load run; those without a sample are not drawn.</summary>
internal static class LoadPlots
{
    private const int MostRoutes = 20;

    /// <summary>A limit that is further above what was measured than this would leave nothing to see.</summary>
    private const double InSight = 5;

    public static IEnumerable<Plot> All(MetricsDocument metrics)
    {
        if (metrics.Overall.Response is not { } response)
        {
            yield break;
        }

        if (metrics.Curve.Count > 1)
        {
            yield return Limited("Percentile curve", metrics, Highest(metrics.Curve), limits => Curve(metrics.Curve, limits));
        }

        yield return new Plot("Distribution of response times", () => Histogram(metrics.Distribution))
        {
            InText = DistributionChart.Lines(metrics.Distribution),
        };
        var isMedian = metrics.Seconds.Any(s => s.P50 is not null) && metrics.Seconds.All(s => s.P95 is null);
        var overTime = $"Response time over the run{(isMedian ? ", p50: a second has too few requests for p95" : "")}";
        yield return Limited(overTime, metrics, Highest(metrics.Seconds), limits => OverTime(metrics.Seconds, limits));
        if (RouteSeries.Of(metrics.Routes) is { } routes)
        {
            yield return routes;
        }

        yield return new Plot(metrics.Overall.Failures == 0 ? "Failures over the run: none" : "Failures over the run", () => Errors(metrics.Seconds));
        yield return Routes(metrics, response);
    }

    /// <summary>A plot with the limits that are in its sight; of the others its title tells.</summary>
    private static Plot Limited(
        string title, MetricsDocument metrics, double highest, Func<IReadOnlyList<(decimal Percentile, double Limit)>, Drawing> draw)
    {
        var limits = LatencyLimits.Of(metrics).ToLookup(limit => limit.Limit <= highest * InSight);
        var above = limits[false].Select(limit => $"limit of {Percentile.Name(limit.Percentile)}, {Figures.Milliseconds(limit.Limit)}, above this plot");
        return new Plot(string.Join(", ", above.Prepend(title)), () => draw([.. limits[true]]));
    }

    private static string Name((decimal Percentile, double Limit) limit) => $"limit of {Percentile.Name(limit.Percentile)}";

    private static double Highest(IReadOnlyList<CurvePoint> curve) => curve.Max(point => Math.Max(point.Response, point.Service));

    private static double Highest(IReadOnlyList<SecondMetrics> seconds) => seconds.Select(s => s.P99 ?? s.P95 ?? s.P50 ?? s.Max ?? 0).DefaultIfEmpty().Max();

    private static double Highest(double measured, IEnumerable<(decimal Percentile, double Limit)> limits) =>
        limits.Select(limit => limit.Limit).Append(measured).Max();

    private static Drawing Curve(IReadOnlyList<CurvePoint> curve, IReadOnlyList<(decimal Percentile, double Limit)> limits) => new(
        Axis.Tail("percentile (%), each nine as wide as the one before", (double)curve[^1].Percentile),
        Axis.Linear("latency (ms)", Highest(Highest(curve), limits)),
        [
            new Line("c2", "service time", [.. curve.Select(c => ((double)c.Percentile, (double?)c.Service))]),
            new Line("c1", "response time", [.. curve.Select(c => ((double)c.Percentile, (double?)c.Response))]),
            .. limits.Select(limit => new Line("bad", Name(limit), [(0, limit.Limit), ((double)limit.Percentile, limit.Limit)])),
        ]);

    private static Drawing Histogram(IReadOnlyList<DistributionBar> bars)
    {
        var marks = new List<Mark> { new Bars("c1", "requests", [.. bars.Select(b => (b.From, b.To, (double)b.Count))]) };
        if (bars.Any(b => b.Timeouts > 0))
        {
            marks.Add(new Bars("bad", "of these, timeouts", [.. bars.Select(b => (b.From, b.To, (double)b.Timeouts))]));
        }

        return new Drawing(
            Axis.Log("response time (ms), logarithmic", Math.Max(bars[0].From, 0.001), bars[^1].To), Axis.Linear("requests (count)", bars.Max(b => b.Count)),
            marks);
    }

    private static Drawing OverTime(IReadOnlyList<SecondMetrics> seconds, IReadOnlyList<(decimal Percentile, double Limit)> limits)
    {
        Line Of(string style, string name, Func<SecondMetrics, double?> value) => new(style, name, [.. seconds.Select(s => (s.Second + 0.5, value(s)))]);
        Mark[] lines = [Of("c3", "p99", s => s.P99), Of("c2", "p95", s => s.P95), Of("c1", "p50", s => s.P50)];
        var drawn = lines.Where(l => ((Line)l).Points.Any(p => p.Y is not null)).ToArray();

        // With too few requests a second for any percentile, the largest value is what is known.
        return new Drawing(
            Axis.Time("time (s)", seconds.Count),
            Axis.Linear("response time (ms)", Highest(Highest(seconds), limits)),
            [
                .. drawn.Length > 0 ? drawn : [new Bars("c1", "max", [.. seconds.Select(s => (s.Second + 0.0, s.Second + 1.0, s.Max ?? 0))])],
                .. limits.Select(limit => new Line("bad", Name(limit), [(0, limit.Limit), (seconds.Count, limit.Limit)])),
            ]);
    }

    private static Drawing Errors(IReadOnlyList<SecondMetrics> seconds) => new(
        Axis.Time("time (s)", seconds.Count),
        Axis.Linear("requests (1/s)", seconds.Max(s => (double)s.Requests)),
        new Bars("quiet", "all", [.. seconds.Select(s => (s.Second + 0.0, s.Second + 1.0, (double)s.Requests))]),
        new Bars("bad", "failed", [.. seconds.Select(s => (s.Second + 0.0, s.Second + 1.0, (double)s.Failures))]));

    private static Plot Routes(MetricsDocument metrics, LatencyMetrics response)
    {
        // The highest percentile that every route drawn supports: a comparison of different ones would be none.
        var measured = metrics.Routes.Where(r => r.Response is not null).OrderByDescending(r => r.Response!.Max).Take(MostRoutes).ToArray();
        bool Supported(decimal percentile) => measured.All(r => r.Response!.At(percentile)?.Value is not null);
        var upper = response.Percentiles.Select(p => p.Percentile).Where(p => p > 50 && Supported(50) && Supported(p)).DefaultIfEmpty().Max();
        var (from, to) = upper == 0 ? ("average", "max") : ("p50", Percentile.Name(upper));
        var more = metrics.Routes.Count > MostRoutes ? $", the {MostRoutes} with the largest maximum of {metrics.Routes.Count}" : "";
        return new Plot($"Routes side by side: {from} to {to}{more}", () => Spread(measured, upper));
    }

    private static Drawing Spread(RouteMetrics[] routes, decimal upper)
    {
        var spans = routes.Select((r, i) => upper == 0
            ? ((double)i, r.Response!.Average, r.Response.Max)
            : ((double)i, r.Response!.At(50)!.Value!.Value, r.Response.At(upper)!.Value!.Value)).ToArray();
        return new Drawing(
            Axis.Linear("response time (ms)", spans.Max(s => s.Item3)), Axis.Rows("route (name)", [.. routes.Select(r => r.Name)]),
            new Spans("c1", null, spans));
    }
}
