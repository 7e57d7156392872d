using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Statistics;
using Gauntlet.Reports.Plots;

namespace Gauntlet.Reports.Load;

/// <summary>The plots of a load run; those without a sample are not drawn.</summary>
internal static class LoadPlots
{
    private const int MostRoutes = 20;

    public static IEnumerable<Plot> All(MetricsDocument metrics)
    {
        if (metrics.Overall.Response is not { } response)
        {
            yield break;
        }

        if (metrics.Curve.Count > 1)
        {
            yield return new Plot("Percentile curve", () => Curve(metrics.Curve));
        }

        yield return new Plot("Distribution of response times", () => Histogram(metrics.Distribution))
        {
            InText = DistributionChart.Lines(metrics.Distribution),
        };
        yield return new Plot("Response time over the run", () => OverTime(metrics.Seconds));
        yield return new Plot(metrics.Overall.Failures == 0 ? "Failures over the run: none" : "Failures over the run", () => Errors(metrics.Seconds));
        yield return Routes(metrics, response);
    }

    private static Drawing Curve(IReadOnlyList<CurvePoint> curve) => new(
        Axis.Tail("percentile (%), each nine as wide as the one before", (double)curve[^1].Percentile),
        Axis.Linear("latency (ms)", curve.Max(c => Math.Max(c.Response, c.Service))),
        new Line("c2", "service time", [.. curve.Select(c => ((double)c.Percentile, (double?)c.Service))]),
        new Line("c1", "response time", [.. curve.Select(c => ((double)c.Percentile, (double?)c.Response))]));

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

    private static Drawing OverTime(IReadOnlyList<SecondMetrics> seconds)
    {
        Line Of(string style, string name, Func<SecondMetrics, double?> value) => new(style, name, [.. seconds.Select(s => (s.Second + 0.5, value(s)))]);
        Mark[] lines = [Of("c3", "p99", s => s.P99), Of("c2", "p95", s => s.P95), Of("c1", "p50", s => s.P50)];
        var drawn = lines.Where(l => ((Line)l).Points.Any(p => p.Y is not null)).ToArray();

        // With too few requests a second for any percentile, the largest value is what is known.
        return new Drawing(
            Axis.Time("time (s)", seconds.Count),
            Axis.Linear("response time (ms)", seconds.Max(s => s.P99 ?? s.P95 ?? s.P50 ?? s.Max ?? 0)),
            drawn.Length > 0 ? drawn : [new Bars("c1", "max", [.. seconds.Select(s => (s.Second + 0.0, s.Second + 1.0, s.Max ?? 0))])]);
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
