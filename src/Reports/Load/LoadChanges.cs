using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Statistics;

namespace Gauntlet.Reports.Load;

/// <summary>What is new in the figures of a load since an earlier run of the same change.</summary>
public static class LoadChanges
{
    /// <summary>
    /// The figures of which the earlier run's lie outside this run's 95 % interval, or of which only one run has any. One without an interval has not
    /// changed: it cannot be told.
    /// </summary>
    public static IReadOnlyList<string> Since(Headline before, MetricsDocument metrics)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(metrics);
        var (overall, changes) = (metrics.Overall, new List<string>());
        foreach (var (percentile, was) in new[] { (50m, before.P50), (95m, before.P95), (99m, before.P99) })
        {
            var now = overall.Response?.At(percentile);
            Add(changes, Percentile.Name(percentile), was, now?.Value, now?.Low, now?.High, Figures.Milliseconds);
        }

        Add(changes, "success rate", before.SuccessRate, overall.SuccessRate?.Value, overall.SuccessRate?.Low, overall.SuccessRate?.High, Figures.Share);
        return changes;
    }

    private static void Add(List<string> changes, string name, double? was, double? now, double? low, double? high, Func<double, string> format)
    {
        if (was is null != now is null || was < low || was > high)
        {
            changes.Add($"{name} {(was is { } old ? format(old) : "not known")} → {(now is { } value ? format(value) : "not known")}");
        }
    }
}
