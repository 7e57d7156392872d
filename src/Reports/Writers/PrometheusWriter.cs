using System.Globalization;
using System.Text;
using Gauntlet.Metrics.Model;

namespace Gauntlet.Reports;

/// <summary>The figures in Prometheus' text format 0.0.4, in base units (seconds, ratios). What was not measured has no sample.</summary>
public static class PrometheusReport
{
    /// <summary>Renders the report.</summary>
    public static string Render(ReportModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var text = new StringBuilder();
        Family(text, "gauntlet_verdict", "1 for the verdict of the run, 0 for the others.",
            Enum.GetValues<ReportVerdict>().Select(v => (Labels(("verdict", v.ToString().ToLowerInvariant())), v == model.Verdict ? 1.0 : 0)));
        Family(text, "gauntlet_threshold_passed", "1 when the threshold holds, 0 when it does not or says neither.",
            model.Thresholds.Select(t => (Labels(("threshold", t.Expression), ("outcome", t.Outcome.ToString().ToLowerInvariant())), t.Outcome == CheckOutcome.Pass ? 1.0 : 0)).DistinctBy(t => t.Item1));
        if (model.Metrics is { } metrics)
        {
            Load(text, metrics);
        }

        return text.ToString();
    }

    private static void Load(StringBuilder text, MetricsDocument metrics)
    {
        var groups = metrics.Routes.Select(r => (Route: r.Name, Group: (GroupMetrics)r)).ToArray();
        Family(text, "gauntlet_requests", "Requests that ended in the measured part.", groups.Select(g => (Labels(("route", g.Route)), (double)g.Group.Requests)));
        Family(text, "gauntlet_failures", "Requests that failed, by kind.",
            groups.SelectMany(g => g.Group.FailuresByKind.Select(k => (Labels(("route", g.Route), ("kind", k.Key)), (double)k.Value))));
        Family(text, "gauntlet_success_ratio", "Share of requests that succeeded.",
            groups.Where(g => g.Group.SuccessRate is not null).Select(g => (Labels(("route", g.Route)), g.Group.SuccessRate!.Value)));
        Family(text, "gauntlet_requests_per_second", "Requests that ended per second.", groups.Select(g => (Labels(("route", g.Route)), g.Group.RequestsPerSecond)));
        Family(text, "gauntlet_offered_requests_per_second", "Offered rate of all routes.", metrics.Load.OfferedRate is { } offered ? [("", offered)] : []);
        Family(text, "gauntlet_response_seconds", "Percentiles of the response time, from the intended start.", Quantiles(groups, g => g.Response));
        Family(text, "gauntlet_service_seconds", "Percentiles of the service time, from the actual start.", Quantiles(groups, g => g.Service));
        Family(text, "gauntlet_response_max_seconds", "Largest response time.",
            groups.Where(g => g.Group.Response is not null).Select(g => (Labels(("route", g.Route)), g.Group.Response!.Max / 1000)));
        Family(text, "gauntlet_send_lag_seconds", "Percentiles of how late the generator itself was in sending requests.", metrics.Lag is { } lag ? Quantiles("", lag) : []);
    }

    private static IEnumerable<(string Labels, double Value)> Quantiles(IEnumerable<(string Route, GroupMetrics Group)> groups, Func<GroupMetrics, LatencyMetrics?> latency)
        => groups.SelectMany(g => latency(g.Group) is { } found ? Quantiles(g.Route, found) : []);

    private static IEnumerable<(string Labels, double Value)> Quantiles(string route, LatencyMetrics latency)
        => latency.Percentiles.Where(p => p.Value is not null).Select(p =>
        {
            var quantile = ("quantile", (p.Percentile / 100).ToString("0.##########", CultureInfo.InvariantCulture));
            return (route.Length == 0 ? Labels(quantile) : Labels(("route", route), quantile), p.Value!.Value / 1000);
        });

    private static void Family(StringBuilder text, string name, string help, IEnumerable<(string Labels, double Value)> samples)
    {
        var all = samples.ToArray();
        if (all.Length == 0)
        {
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} gauge\n");
        foreach (var (labels, value) in all)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}{labels} {value}\n");
        }
    }

    private static string Labels(params (string Name, string Value)[] labels)
        => "{" + string.Join(",", labels.Select(l => $"{l.Name}=\"{l.Value.Replace("\\", @"\\").Replace("\"", "\\\"").Replace("\n", "\\n")}\"")) + "}";
}
