using Gauntlet.Metrics.Model;

namespace Gauntlet.Reports.Load;

/// <summary>What HorizontalPodAutoscalers did beside a load, as series.</summary>
internal static class ScalingSeries
{
    public static IEnumerable<Series> Of(ScalingSection? scaling)
    {
        var all = (scaling?.Missing is null ? scaling?.Autoscalers : null) ?? [];
        yield return new Series(
            "gauntlet_hpa_replicas", "Ready replicas of what is scaled: before the load, at its end, and the most under it.",
            Each(scaled => scaled.Steps.Count > 0 ? scaled.Steps[0].Ready : null, "before")
                .Concat(Each(scaled => scaled.Steps.Count > 0 ? scaled.Steps[^1].Ready : null, "end"))
                .Concat(Each(scaled => scaled.Steps.Count > 0 ? scaled.Steps.Max(step => step.Ready) : null, "max")));
        yield return new Series(
            "gauntlet_hpa_time_to_scale_seconds", "From the begin of the load to the first replica more that was ready.", Each(scaled => scaled.TimeToScale));
        yield return new Series("gauntlet_hpa_flaps", "Changes of direction within one stabilisation window, at most.", Each(scaled => scaled.Flaps));
        yield return new Series(
            "gauntlet_hpa_active", "1 where the autoscaler got its metrics at last, 0 where it did not.",
            Each(scaled => scaled.Last("ScalingActive") is { } active ? active.Status == "True" ? 1 : 0 : null));

        IEnumerable<Sample> Each(Func<AutoscalerTimeline, double?> figure, string? stat = null) => all.Where(scaled => figure(scaled) is not null)
            .Select(scaled => new Sample(
                figure(scaled)!.Value,
                [("namespace", scaled.Namespace), ("workload", scaled.Target), .. stat is null ? ((string, string)[])[] : [("stat", stat)]]));
    }
}
