using System.Globalization;
using Gauntlet.Metrics.Model;

namespace Gauntlet.Reports.Load;

/// <summary>The figures of a load as series.</summary>
internal static class LoadSeries
{
    public static IEnumerable<Series> Of(MetricsDocument metrics)
    {
        var (routes, thresholds) = (metrics.Routes, (metrics.Thresholds ?? []).DistinctBy(t => (t.Expression, t.Outcome)));
        yield return new Series("gauntlet_threshold_passed", "1 when the threshold holds, 0 when it does not or says neither.", thresholds.Select(t =>
            new Sample(t.Outcome == CheckOutcome.Pass ? 1 : 0, ("threshold", t.Expression), ("outcome", t.Outcome.ToString().ToLowerInvariant()))));
        yield return new Series("gauntlet_requests", "Requests that ended in the measured part.", PerRoute(r => r.Requests));
        yield return new Series("gauntlet_failures", "Requests that failed, by kind.", routes.SelectMany(r =>
            r.FailuresByKind.Select(k => new Sample(k.Value, ("route", r.Name), ("kind", k.Key)))));
        yield return new Series("gauntlet_dropped", "Requests that were due and never sent, by cause; server-busy counts as an error.", routes.SelectMany(r =>
            r.DroppedByCause.Select(k => new Sample(k.Value, ("route", r.Name), ("cause", k.Key)))));
        yield return new Series(
            "gauntlet_accounts", "scheduled = sent + dropped, sent = completed + failed + pending; retried ones are in none of them twice.",
            Accounts(metrics.Totals));
        yield return new Series("gauntlet_success_ratio", "Share of requests due that succeeded.", PerRoute(r => r.SuccessRate?.Value));
        yield return new Series("gauntlet_requests_per_second", "Requests that ended per second.", PerRoute(r => r.RequestsPerSecond));
        yield return new Series(
            "gauntlet_offered_requests_per_second", "Offered rate of all routes.", metrics.Load.OfferedRate is { } rate ? [new Sample(rate)] : []);
        yield return new Series("gauntlet_response_seconds", "Percentiles of the response time, from the intended start.", Latencies(r => r.Response));
        yield return new Series("gauntlet_service_seconds", "Percentiles of the service time, from the actual start.", Latencies(r => r.Service));
        yield return new Series("gauntlet_response_max_seconds", "Largest response time.", PerRoute(r => r.Response?.Max / 1000));
        yield return new Series("gauntlet_send_lag_seconds", "Percentiles of how late the generator itself was in sending requests.", Quantiles(metrics.Lag));

        IEnumerable<Sample> PerRoute(Func<RouteMetrics, double?> figure) =>
            routes.Where(r => figure(r) is not null).Select(r => new Sample(figure(r)!.Value, ("route", r.Name)));

        IEnumerable<Sample> Latencies(Func<RouteMetrics, LatencyMetrics?> latency) => routes.SelectMany(r => Quantiles(latency(r), ("route", r.Name)));
    }

    private static IEnumerable<Sample> Accounts(LoadTotals totals) =>
        new (string Account, long Requests)[]
        {
            ("scheduled", totals.Scheduled), ("sent", totals.Sent), ("completed", totals.Completed), ("failed", totals.Failed), ("dropped", totals.Dropped),
            ("pending", totals.Pending), ("retried", totals.IdleRetries),
        }.Select(entry => new Sample(entry.Requests, ("account", entry.Account)));

    private static IEnumerable<Sample> Quantiles(LatencyMetrics? latency, params (string, string)[] labels) =>
        (latency?.Percentiles ?? []).Where(p => p.Value is not null)
            .Select(p => new Sample(
                p.Value!.Value / 1000, [.. labels, ("quantile", (p.Percentile / 100).ToString("0.##########", CultureInfo.InvariantCulture))]));
}
