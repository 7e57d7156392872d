using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Recording;

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

        foreach (var cause in Enum.GetValues<DropCause>().Where(cause => overall.Dropped(cause) > 0))
        {
            yield return $"{Figures.Count(overall.Dropped(cause))} of {Figures.Count(metrics.Totals.Scheduled)} scheduled requests were due and never sent: "
                + $"{Words(cause)}.";
        }

        if (metrics.Load.LateReads > 0)
        {
            yield return $"The generator itself stood still, for up to {Figures.Milliseconds(metrics.Load.LongestPauseMs)}: "
                + $"the times of {Figures.Count(metrics.Load.LateReads)} answers that it read then may be too long by as much.";
        }

        if (metrics.Totals.IdleRetries > 0)
        {
            yield return $"{Figures.Count(metrics.Totals.IdleRetries)} requests were sent once more: the server had closed the idle connection before "
                + "anything of them came there.";
        }

        string[] unasked = overall.Due == 0 ? [] : [.. metrics.Routes.Where(route => route.Due == 0).Select(route => route.Name)];
        if (unasked.Length > 0)
        {
            yield return $"Without any request, so nothing is known of it: {string.Join(", ", unasked)}.";
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
        + $"Seed {metrics.Load.Seed}. Intervals: where a figure would be 19 times of 20 if the same load were sent again at once; – where there is none, as it "
        + $"takes five seconds with answers. How: {metrics.Confidence?.Method ?? "not at all, written by version 1"}.";

    /// <summary>How the load was sent.</summary>
    public static IEnumerable<(string Name, string Value)> Facts(MetricsDocument metrics)
    {
        var (load, totals) = (metrics.Load, metrics.Totals);
        var loops = load.Loops is { } count ? $"{count} {(count == 1 ? "loop" : "loops")}, " : "";
        yield return (
            "load", $"{load.Model} model, {load.Arrivals ?? "no"} arrivals, {load.Connections} connections, {loops}engine {load.Engine}, reuse {load.Reuse}");
        yield return (
            "send lag (of the generator itself)",
            metrics.Lag is { } lag ? $"p99 {LoadTables.Of(lag.At(99), lag)}{Interval(lag.At(99))}, max {Figures.Milliseconds(lag.Max)}" : "not recorded");
        yield return ("generator processor", load.ProcessorCores is { } cores ? $"{Figures.Number(cores)} cores" : "not known");
        yield return ("withheld by the host of this machine", load.StolenShare is { } stolen ? $"{Figures.Share(stolen)} of the processor time" : "not known");
        yield return ("accounting", Accounts(totals));
    }

    /// <summary>Where every request is, in identities that anybody can add up.</summary>
    public static string Accounts(LoadTotals totals) =>
        $"{Figures.Count(totals.Scheduled)} scheduled = {Figures.Count(totals.Sent)} sent + {Figures.Count(totals.Dropped)} dropped; "
        + $"{Figures.Count(totals.Sent)} sent = {Figures.Count(totals.Completed)} completed + {Figures.Count(totals.Failed)} failed "
        + $"+ {Figures.Count(totals.Pending)} pending; {Figures.Count(totals.IdleRetries)} sent once more";

    private static string Words(DropCause cause) => cause switch
    {
        DropCause.ServerBusy => "the server kept every connection busy for longer than their timeout; they count as errors, and as long as they waited",
        DropCause.GeneratorLate => "the generator did not come to them in time; they are in no other figure",
        DropCause.LocalLimit => "the generator's machine had no descriptor, port or memory for a connection; they are in no other figure",
        _ => "the run was ended before",
    };

    private static string Interval(PercentileValue? value) => value is { Value: not null, Low: not null } ? $" [{LoadTables.Interval(value)}]" : "";
}
