using Gauntlet.Metrics.Model;

namespace Gauntlet.Checks;

/// <summary>The verdict on a load run, with every reason that spoke for it or beside it.</summary>
/// <param name="Outcome">fail before inconclusive before pass.</param>
/// <param name="Reasons">One sentence each, the weightiest first.</param>
/// <param name="Saturated">True when the generator, not the server, was the limit.</param>
public sealed record LoadVerdict(CheckOutcome Outcome, IReadOnlyList<string> Reasons, bool Saturated)
{
    /// <summary>Share of the offered rate below which a generator counts as saturated.</summary>
    public const double LeastAchieved = 0.98;

    /// <summary>p99 of the send lag above which a generator counts as saturated, milliseconds.</summary>
    public const double MostLag = 10;

    /// <summary>Share of the processor time that the host withholds from which it is named beside a saturation.</summary>
    private const double WorthNaming = 0.01;

    /// <summary>Judges a run by its thresholds and by what the generator could do. A run without a request fails.</summary>
    public static LoadVerdict Judge(MetricsDocument document, IReadOnlyList<ThresholdResult> thresholds)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(thresholds);
        var failed = thresholds.Where(t => t.Outcome == CheckOutcome.Fail).Select(t => $"{t.Expression}: {t.Reason}").ToList();
        if (document.Overall.Requests == 0)
        {
            failed.Insert(0, "no request ended in the measured part: no data is never a pass");
        }

        var saturation = Saturation(document).ToArray();
        string[] unreached = saturation.Length == 0 && Unreached(document) is { } words ? [words] : [];
        var unclear = saturation
            .Concat(unreached)
            .Concat(document.Load.Interrupted ? ["the run was ended before its plan was done"] : [])
            .Concat(thresholds.Where(t => t.Outcome == CheckOutcome.Inconclusive).Select(t => $"{t.Expression}: {t.Reason}"))
            .ToArray();
        var outcome = failed.Count > 0 ? CheckOutcome.Fail : unclear.Length > 0 ? CheckOutcome.Inconclusive : CheckOutcome.Pass;
        string[] held = outcome == CheckOutcome.Pass ? [$"{thresholds.Count} of {thresholds.Count} thresholds hold"] : [];
        return new LoadVerdict(outcome, [.. failed, .. unclear, .. held], saturation.Length > 0);
    }

    /// <summary>p99 of the send lag of a generator that was late, milliseconds; null for one that was not, and where it is not recorded.</summary>
    internal static double? Lateness(MetricsDocument document) =>
        document.Load.Model == "open" && document.Lag?.At(99) is { Value: > MostLag and var lag } ? lag : null;

    // Only an engine that does not record its lag (another tool) leaves open whose fault a shortfall is: then it is the generator's.
    private static IEnumerable<string> Saturation(MetricsDocument document)
    {
        if (document.Load.Model == "open" && document.Lag is null && Shortfall(document) is { } shortfall)
        {
            yield return $"generator saturated: {shortfall} while the server still answered{Withheld(document)}";
        }

        if (Lateness(document) is { } lag)
        {
            yield return $"generator saturated: p99 of the send lag was {Figures.Milliseconds(lag)}, above 10 ms{Withheld(document)}";
        }
    }

    private static string Withheld(MetricsDocument document) => document.Load.StolenShare is >= WorthNaming and var stolen
        ? $"; the host of this machine withheld {Figures.Share(stolen)} of the processor time"
        : "";

    private static string? Unreached(MetricsDocument document) =>
        document.Load.Model == "open" && Shortfall(document) is { } shortfall
            ? $"the offered load was not reached: {shortfall} although every request went out as soon as a connection was free; "
                + $"the server kept all {Figures.Count(document.Load.Connections)} busy, and the response times show the wait"
            : null;

    private static string? Shortfall(MetricsDocument document) =>
        document.Load.OfferedRate is > 0 and var offered && document.Load.AchievedRate < LeastAchieved * offered && StillAnswers(document.Overall)
            ? $"{Figures.Of(document.Load.AchievedRate, FigureUnit.PerSecond)} of {Figures.Of(offered, FigureUnit.PerSecond)} offered "
                + $"({Figures.Share(document.Load.AchievedRate / offered)}, below 98 %)"
            : null;

    /// <summary>A server that answers half of the requests, rightly or wrongly, is not the reason why fewer were sent.</summary>
    private static bool StillAnswers(GroupMetrics overall)
    {
        var answered = overall.Successes + overall.FailuresByKind.GetValueOrDefault("status") + overall.FailuresByKind.GetValueOrDefault("wrong-body");
        return answered * 2 > overall.Requests;
    }
}
