using System.Globalization;
using Gauntlet.Metrics.Model;
using Gauntlet.Reports.Plots;

namespace Gauntlet.Reports.Load;

/// <summary>What the figures of a load add to a report.</summary>
public static class LoadReport
{
    private const int MostUnfolded = 10;
    private const string NotKept = "The version that measured this kept no results of thresholds; the verdict names those that were breached.";

    /// <summary>From the figures and those of an earlier run, if there is one.</summary>
    public static ReportPart Of(MetricsDocument metrics, EarlierRun? earlier)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        var part = new ReportPart
        {
            Notes = [.. LoadNotes.Of(metrics)],
            Facts = [.. LoadNotes.Facts(metrics)],
            Checks = [.. (metrics.Thresholds ?? []).Select(t => new Check("thresholds", t.Expression, t.Outcome, t.Reason)), Accounts(metrics.Totals),
                .. metrics.Resources is { } known ? [ResourceTables.Check(known)] : (Check[])[], .. ScalingTables.Checks(metrics.Scaling)],
            Series = [.. LoadSeries.Of(metrics), .. ResourceSeries.Of(metrics.Resources), .. ScalingSeries.Of(metrics.Scaling)],
            Seed = metrics.Load.Seed,
            Header = metrics.Header,
        };
        if (metrics.Overall is not { Requests: > 0, SuccessRate: { } rate } overall)
        {
            var none = Without("The load ran and no request ended in its measured part: there is no figure to report.");
            return part with { Sections = [none, .. Thresholds(metrics)] };
        }

        var p95 = overall.Response?.At(95) is { Value: { } value } ? $" · p95 {Figures.Milliseconds(value)}{Against(earlier, value)}" : "";
        var failing = metrics.Routes.Count(route => route.Errors > 0);
        Block[] failures = overall.Errors > 0 ? [new Paragraph($"Failures: {LoadTables.Failures(overall)}.")] : [];
        Plot[] plots = [.. LoadPlots.All(metrics), .. metrics.Resources is { } ran ? ResourcePlots.All(ran) : [],
            .. ScalingPlots.All(metrics)];
        return part with
        {
            Headline = $"{Figures.Count(overall.Requests)} requests · {LoadTables.Rps(metrics)} · {Figures.Share(rate.Value)} successful{p95}",
            Sections =
            [
                new Section("Load", Importance.Figures, [LoadTables.Summary(metrics, earlier), .. failures]),
                .. Thresholds(metrics),
                .. ResourceTables.Of(metrics) is { } resources ? [resources] : (Section[])[],
                .. ScalingTables.Of(metrics.Scaling),
                .. TimelineSection.Of("Timeline of the load", metrics.Timeline),
                new Section(
                    "Routes", Importance.Findings, new Paragraph("Response times, of failing and slow routes first.", IsSmall: true),
                    LoadTables.Routes(metrics))
                {
                    Fold = failing == 0 || metrics.Routes.Count > MostUnfolded ? Fold.InComments : Fold.Never,
                    Hint = string.Create(CultureInfo.InvariantCulture, $"{metrics.Routes.Count}, {(failing == 0 ? "none" : failing)} with errors"),
                },
                new Section("Plots", Importance.Findings, [.. plots]) { Fold = Fold.InComments },
                new Section(
                    "All figures of the load", Importance.Findings, LoadTables.Everything(metrics),
                    new Paragraph(LoadNotes.HowComputed(metrics), IsSmall: true))
                {
                    Fold = Fold.Always,
                },
            ],
        };
    }

    private static string Against(EarlierRun? earlier, double p95) => earlier?.Figures.P95 is { } was
        ? $" ({earlier.Name}: {Figures.Milliseconds(was)}{(LoadTables.Change(p95, was) is { } change ? ", " + change : "")})"
        : "";

    /// <summary>What ran beside the load, and how it was scaled, in a few lines for a terminal; nothing where nobody looked.</summary>
    public static IEnumerable<string> LinesBeside(MetricsDocument metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        return [.. metrics.Resources is { } resources ? ResourceTables.Lines(resources) : [], .. ScalingTables.Lines(metrics.Scaling)];
    }

    /// <summary>The section in place of figures.</summary>
    /// <param name="why">There are none.</param>
    public static Section Without(string why) => new("Load", Importance.Figures, new Paragraph(why));

    /// <summary>That every request is somewhere, once; for JUnit, where this is the place of the counts.</summary>
    private static Check Accounts(LoadTotals totals) => new(
        "load", "accounts", totals.Scheduled == totals.Sent + totals.Dropped ? CheckOutcome.Pass : CheckOutcome.Inconclusive, LoadNotes.Accounts(totals));

    private static IEnumerable<Section> Thresholds(MetricsDocument metrics) => metrics.Thresholds switch
    {
        null => [new Section("Thresholds", Importance.Checks, new Paragraph(NotKept))],
        { Count: > 0 } thresholds =>
        [
            new Section("Thresholds", Importance.Checks, LoadTables.Thresholds(thresholds))
            {
                Fold = thresholds.All(threshold => threshold.Outcome == CheckOutcome.Pass) ? Fold.InComments : Fold.Never,
                Hint = string.Create(CultureInfo.InvariantCulture, $"{thresholds.Count} passed"),
            },
        ],
        _ => [],
    };
}
