using Gauntlet.Metrics.Model;

namespace Gauntlet.Reports;

/// <summary>Words and figures that Markdown and HTML share, before any escaping.</summary>
internal static class ReportText
{
    public const string Nothing = "–";

    public static string Verdict(ReportVerdict verdict) => verdict switch
    {
        ReportVerdict.Pass => "Pass",
        ReportVerdict.Fail => "Fail",
        ReportVerdict.Usage => "Usage error",
        ReportVerdict.Infrastructure => "Infrastructure failure: no verdict on the change",
        _ => "Inconclusive",
    };

    public static string Sign(ReportVerdict verdict) => verdict switch
    {
        ReportVerdict.Pass => "✅",
        ReportVerdict.Fail => "❌",
        ReportVerdict.Inconclusive => "❔",
        _ => "⚠️",
    };

    public static string Sign(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Pass => "✅ pass",
        CheckOutcome.Fail => "❌ fail",
        _ => "❔ inconclusive",
    };

    /// <summary>Why there are no figures, or null when there are.</summary>
    public static string? NoFigures(ReportModel model)
    {
        if (model.Metrics is { } metrics)
        {
            return metrics.Overall.Requests > 0 ? null : "The load ran and no request ended in its measured part: there is no figure to report.";
        }

        var load = model.Stages.FirstOrDefault(s => s.Name == "LoadTest");
        return load is null ? "No load ran." : $"No load figures: LoadTest {load.Status}{(load.Reason is { } reason ? $" ({reason})" : "")}.";
    }

    /// <summary>What has to be known to read the figures.</summary>
    public static IEnumerable<string> Notes(ReportModel model)
    {
        if (model.Header.ClusterNotice is { } notice)
        {
            yield return notice;
        }

        if (model.Header.StandIns.Count > 0)
        {
            yield return $"Stand-ins in use for: {string.Join(", ", model.Header.StandIns)}.";
        }

        foreach (var note in model.Notes.Concat(model.Metrics is { } metrics ? FigureNotes(metrics) : []))
        {
            yield return note;
        }
    }

    public static string Percentile(PercentileValue? value) => value switch
    {
        null => Nothing,
        { Value: { } milliseconds } => Figures.Milliseconds(milliseconds),
        _ => "n too small",
    };

    public static string Interval(PercentileValue? value)
        => value is { Low: { } low, High: { } high } ? $"{Figures.Number(low)} – {Figures.Milliseconds(high)}" : Nothing;

    public static string Interval(Rate? rate) => rate is null ? Nothing : $"{Figures.Share(rate.Low)} – {Figures.Share(rate.High)}";

    public static string Rps(MetricsDocument metrics) => metrics.Load.OfferedRate is { } offered
        ? $"{Rate(metrics.Load.AchievedRate)} of {Rate(offered)} offered"
        : $"{Rate(metrics.Load.AchievedRate)} (closed model)";

    public static string Rate(double perSecond) => Figures.Of(perSecond, FigureUnit.PerSecond);

    public static string Failures(GroupMetrics group) => group.Failures == 0
        ? "none"
        : string.Join(", ", group.FailuresByKind.OrderByDescending(k => k.Value).Select(k => $"{Figures.Count(k.Value)} {k.Key}"));

    public static string Duration(TimeSpan? duration) => duration is { } time ? Figures.Seconds(time.TotalSeconds) : Nothing;

    /// <summary>Before and the change from it: only for figures that both runs have.</summary>
    public static (string Before, string Change) Changed(double? now, double? before, Func<double, string> format)
    {
        if (before is not { } old)
        {
            return (Nothing, Nothing);
        }

        var change = now is { } value && old != 0 ? (value / old - 1) * 100 : (double?)null;
        return (format(old), change is { } percent ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{percent:+0.0;−0.0;0.0} %") : Nothing);
    }

    /// <summary>The figures of the one table: name, response time, its interval, service time, before, change.</summary>
    public static IEnumerable<FigureRow> Rows(MetricsDocument metrics, EarlierRun? earlier)
    {
        var (overall, baseline) = (metrics.Overall, earlier?.Figures);
        yield return FigureRow.Of("requests", $"{Figures.Count(overall.Requests)} in {Figures.Seconds(metrics.Load.MeasuredSeconds)}");
        yield return FigureRow.Of("requests per second", Rps(metrics), Changed(overall.RequestsPerSecond, baseline?.RequestsPerSecond, Rate));
        yield return FigureRow.Of(
            "success rate", overall.SuccessRate is { } rate ? Figures.Share(rate.Value) : Nothing, Changed(overall.SuccessRate?.Value, baseline?.SuccessRate, Figures.Share))
            with
        { Interval = Interval(overall.SuccessRate) };
        yield return FigureRow.Of("failures", Failures(overall));
        if (overall is not { Response: { } response, Service: { } service })
        {
            yield break;
        }

        yield return new FigureRow("average", Figures.Milliseconds(response.Average), Nothing, Figures.Milliseconds(service.Average), Nothing, Nothing);
        foreach (var value in response.Percentiles)
        {
            var before = value.Percentile switch { 50m => baseline?.P50, 95m => baseline?.P95, 99m => baseline?.P99, _ => null };
            var (was, change) = Changed(value.Value, before, Figures.Milliseconds);
            yield return new FigureRow(
                Metrics.Statistics.Percentile.Name(value.Percentile), Percentile(value), Interval(value), Percentile(service.At(value.Percentile)), was, change);
        }

        yield return new FigureRow("max", Figures.Milliseconds(response.Max), Nothing, Figures.Milliseconds(service.Max), Nothing, Nothing);
    }

    private static IEnumerable<string> FigureNotes(MetricsDocument metrics)
    {
        var overall = metrics.Overall;
        if (overall.Requests > 0 && overall.Successes == 0)
        {
            yield return "Every request failed: the latencies are those of failures.";
        }
        else if (overall.Failures > 0)
        {
            yield return $"Latencies include the {Figures.Count(overall.Failures)} failed requests; a timeout counts at its deadline of {Figures.Milliseconds(metrics.Load.TimeoutMs)}.";
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
}

/// <summary>One row of the figures.</summary>
internal sealed record FigureRow(string Name, string Response, string Interval, string Service, string Before, string Change)
{
    public static FigureRow Of(string name, string value, (string Before, string Change)? changed = null)
        => new(name, value, ReportText.Nothing, ReportText.Nothing, changed?.Before ?? ReportText.Nothing, changed?.Change ?? ReportText.Nothing);
}
