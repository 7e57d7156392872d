using Gauntlet.Metrics.Model;

namespace Gauntlet.Reports.Load;

/// <summary>What has to be known to read the figures of a load.</summary>
internal static class LoadNotes
{
    /// <summary>What about them is not as one would expect.</summary>
    public static IEnumerable<string> Of(MetricsDocument metrics)
    {
        var overall = metrics.Overall;
        if (overall.Requests > 0 && overall.Successes == 0)
        {
            yield return "Every request failed: the latencies are those of failures.";
        }
        else if (overall.Failures > 0)
        {
            yield return $"Latencies include the {Figures.Count(overall.Failures)} failed requests; "
                + $"a timeout counts at its deadline of {Figures.Milliseconds(metrics.Load.TimeoutMs)}.";
        }

        if (metrics.Load.Model == "closed")
        {
            yield return "Closed model: arrivals waited for answers, so latencies are not free of coordinated omission.";
        }

        if (metrics.Totals.Dropped > 0)
        {
            yield return $"{Figures.Count(metrics.Totals.Dropped)} of {Figures.Count(metrics.Totals.Scheduled)} scheduled requests were due and never sent.";
        }

        if (metrics.Totals.Pending > 0)
        {
            yield return $"{Figures.Count(metrics.Totals.Pending)} requests were under way when the run was ended; they are in no latency.";
        }

        if (overall.Response?.OutOfRange > 0)
        {
            yield return $"{Figures.Count(overall.Response.OutOfRange)} responses took longer than 60 s and are recorded as 60 s.";
        }

        if (metrics.Load.Deviation is { } deviation)
        {
            yield return deviation;
        }
    }

    /// <summary>How percentiles and intervals were made, and of what.</summary>
    public static string HowComputed(MetricsDocument metrics) =>
        $"Percentiles: {metrics.Percentiles.Definition}, {metrics.Percentiles.Description}. "
        + $"Warm-up of {Figures.Count(metrics.Load.WarmUpRequests)} requests in {Figures.Seconds(metrics.Load.WarmUpSeconds)} excluded. "
        + $"Seed {metrics.Load.Seed}. Intervals: {metrics.Confidence?.Method ?? "none, written by version 1"}.";

    /// <summary>How the load was sent.</summary>
    public static IEnumerable<(string Name, string Value)> Facts(MetricsDocument metrics)
    {
        var (load, totals) = (metrics.Load, metrics.Totals);
        var loops = load.Loops is { } count ? $"{count} {(count == 1 ? "loop" : "loops")}, " : "";
        yield return (
            "load", $"{load.Model} model, {load.Arrivals ?? "no"} arrivals, {load.Connections} connections, {loops}engine {load.Engine}, reuse {load.Reuse}");
        yield return (
            "send lag (of the generator itself)",
            metrics.Lag is { } lag ? $"p99 {LoadTables.Of(lag.At(99))}{Interval(lag.At(99))}, max {Figures.Milliseconds(lag.Max)}" : "not recorded");
        yield return ("generator processor", load.ProcessorCores is { } cores ? $"{Figures.Number(cores)} cores" : "not known");
        yield return ("withheld by the host of this machine", load.StolenShare is { } stolen ? $"{Figures.Share(stolen)} of the processor time" : "not known");
        yield return (
            "accounting",
            $"{Figures.Count(totals.Scheduled)} scheduled = {Figures.Count(totals.Completed)} completed + {Figures.Count(totals.Failed)} failed "
            + $"+ {Figures.Count(totals.Dropped)} dropped + {Figures.Count(totals.Pending)} pending");
    }

    private static string Interval(PercentileValue? value) => value is { Value: not null, Low: not null } ? $" [{LoadTables.Interval(value)}]" : "";
}
