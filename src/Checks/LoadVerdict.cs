using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Recording;

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

    /// <summary>
    /// Judges a run by its thresholds and by what the generator could do. A run without one success fails, unless the server was never asked; a run whose
    /// generator left out what was due passes never.
    /// </summary>
    /// <param name="document">The figures.</param>
    /// <param name="thresholds">As they were evaluated over them.</param>
    /// <param name="mostLag">p99 of the send lag above which the generator counts as saturated, milliseconds.</param>
    public static LoadVerdict Judge(MetricsDocument document, IReadOnlyList<ThresholdResult> thresholds, double mostLag = MostLag)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(thresholds);
        var saturation = Saturation(document, mostLag).ToArray();
        var wasAsked = document.Overall.Due > 0 || saturation.Length == 0;
        var failed = thresholds.Where(t => t.Outcome == CheckOutcome.Fail && wasAsked).Select(t => Words(document, t)).ToList();
        if (document.Overall.Successes == 0 && wasAsked)
        {
            failed.Insert(0, NoSuccess(document));
        }

        string[] unreached = saturation.Length == 0 && Unreached(document) is { } words ? [words] : [];
        var unclear = saturation
            .Concat(unreached)
            .Concat(document.Load.Interrupted ? ["the run was ended before its plan was done"] : [])
            .Concat(thresholds.Where(t => t.Outcome == CheckOutcome.Inconclusive || !wasAsked).Select(t => Words(document, t)))
            .ToArray();
        var outcome = failed.Count > 0 ? CheckOutcome.Fail : unclear.Length > 0 ? CheckOutcome.Inconclusive : CheckOutcome.Pass;
        string[] held = outcome == CheckOutcome.Pass ? [$"{thresholds.Count} of {thresholds.Count} thresholds hold"] : [];
        return new LoadVerdict(outcome, [.. failed, .. unclear, .. held, .. WithoutRequest(document)], saturation.Length > 0);
    }

    /// <summary>A threshold with what came of it, its value, its limit, and what is suspected where it is broken.</summary>
    public static string Words(MetricsDocument document, ThresholdResult threshold)
    {
        ArgumentNullException.ThrowIfNull(threshold);
        var suspect = threshold.Outcome == CheckOutcome.Fail && Suspects.Of(document, threshold) is { } words ? $"; {words}" : "";
        return $"{threshold.Expression}: {threshold.Reason}{suspect}";
    }

    /// <summary>p99 of the send lag of a generator that was late, milliseconds; null for one that was not, and where it is not recorded.</summary>
    internal static double? Lateness(MetricsDocument document, double mostLag = MostLag) =>
        document.Load.Model == "open" && document.Lag?.At(99)?.Value is { } lag && lag > mostLag ? lag : null;

    private static string NoSuccess(MetricsDocument document) => document.Overall switch
    {
        { Requests: 0, Unsent: 0 } => "no request ended in the measured part: no data is never a pass",
        { Requests: 0 } => $"no request was sent: the server kept all {Figures.Count(document.Load.Connections)} connections busy",
        var overall => $"not one of {Figures.Count(overall.Requests)} requests succeeded",
    };

    private static IEnumerable<string> WithoutRequest(MetricsDocument document)
    {
        string[] names = document.Overall.Due == 0 ? [] : [.. document.Routes.Where(route => route.Due == 0).Select(route => route.Name)];
        return names.Length == 0 ? [] : [$"without any request, so nothing is known of it: {string.Join(", ", names)}"];
    }

    // Only an engine that does not record its lag (another tool) leaves open whose fault a shortfall is: then it is the generator's.
    private static IEnumerable<string> Saturation(MetricsDocument document, double mostLag)
    {
        if (document.Overall.Dropped(DropCause.LocalLimit) is > 0 and var limited)
        {
            yield return $"the generator's machine had no descriptor, port or memory for {Figures.Count(limited)} requests that were due: "
                + "raise its limits, or lower --connections";
        }

        if (document.Overall.Dropped(DropCause.GeneratorLate) is > 0 and var late)
        {
            yield return $"generator saturated: {Figures.Count(late)} requests that were due were not sent in time, "
                + $"and not because of the server{Withheld(document)}";
        }

        if (document.Load.Model == "open" && document.Lag is null && Shortfall(document) is { } shortfall)
        {
            yield return $"generator saturated: {shortfall} while the server still answered{Withheld(document)}";
        }

        if (Lateness(document, mostLag) is { } lag)
        {
            var figure = Figures.Against((decimal)lag, (decimal)mostLag, FigureUnit.Milliseconds);
            yield return FormattableString.Invariant($"generator saturated: p99 of the send lag was {figure}, above {mostLag:0} ms{Withheld(document)}");
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

    private static string? Shortfall(MetricsDocument document)
    {
        if (document.Load.OfferedRate is not > 0 || document.Load.AchievedRate >= LeastAchieved * document.Load.OfferedRate || !StillAnswers(document.Overall))
        {
            return null;
        }

        var (achieved, offered) = ((decimal)document.Load.AchievedRate, (decimal)document.Load.OfferedRate);
        return $"{Figures.Against(achieved, offered, FigureUnit.PerSecond)} of {Figures.Exact(offered, FigureUnit.PerSecond)} offered "
            + $"({Figures.Against(achieved / offered, (decimal)LeastAchieved, FigureUnit.Share)}, below 98 %)";
    }

    /// <summary>A server that answers half of the requests, rightly or wrongly, is not the reason why fewer were sent.</summary>
    private static bool StillAnswers(GroupMetrics overall)
    {
        var answered = overall.Successes + overall.FailuresByKind.GetValueOrDefault("status") + overall.FailuresByKind.GetValueOrDefault("wrong-body");
        return answered * 2 > overall.Due;
    }
}
