using Gauntlet.Metrics.Model;
using Gauntlet.Reports.Plots;

namespace Gauntlet.Reports.Load;

/// <summary>The response times of the routes over the run, a line each.</summary>
internal static class RouteSeries
{
    private static readonly string[] Styles = ["c1", "c2", "c3", "c4", "c5"];

    /// <summary>The routes with the largest maximum, by the highest figure that all of their seconds have; null where fewer than two were recorded.</summary>
    public static Plot? Of(IReadOnlyList<RouteMetrics> routes)
    {
        var recorded = routes.Where(route => route.Seconds.Any(second => second.Max is not null)).ToList();
        if (recorded.Count < 2)
        {
            return null;
        }

        var drawn = recorded.OrderByDescending(route => route.Response?.Max).Take(Styles.Length).OrderBy(route => route.Name, StringComparer.Ordinal).ToList();
        var seconds = drawn.SelectMany(route => route.Seconds).Where(second => second.Max is not null).ToList();
        var (name, figure) = seconds.All(second => second.P95 is not null) ? ("p95", second => second.P95)
            : seconds.All(second => second.P50 is not null) ? ("p50", second => second.P50)
            : ("max", (Func<RouteSecond, double?>)(second => second.Max));
        var more = recorded.Count > drawn.Count ? $", the {drawn.Count} with the largest maximum of {recorded.Count}" : "";
        return new Plot($"Each route over the run: {name}{more}", () => Draw(drawn, figure));
    }

    private static Drawing Draw(List<RouteMetrics> routes, Func<RouteSecond, double?> figure) => new(
        Axis.Time("time (s)", routes.Max(route => route.Seconds.Count)),
        Axis.Linear("response time (ms)", routes.SelectMany(route => route.Seconds).Max(figure) ?? 0),
        [.. routes.Select((route, i) => new Line(Styles[i], route.Name, [.. route.Seconds.Select(second => (second.Second + 0.5, figure(second)))]))]);
}
