using System.Globalization;
using Gauntlet.Build.Reporting;
using Gauntlet.Experiments.Chaos;
using Gauntlet.Metrics.Model;
using Gauntlet.Reports;

namespace Gauntlet.Build.Stages.Chaos;

/// <summary>A row for each experiment, and what was held to be so.</summary>
public sealed class ChaosSection : ReportSection<ChaosResult>
{
    /// <inheritdoc/>
    protected override ReportPart? Of(ChaosResult result, ReportRequest request)
    {
        var failing = result.Experiments.Any(experiment => experiment.Outcome != CheckOutcome.Pass);
        Column Figure(string head) => new(head, IsFigure: true);
        var table = new Table(
            "experiments",
            ["experiment", "outcome", "hit", "what shows it", Figure("failed"), Figure("felt"), Figure("recovery felt"), Figure("recovery by the cluster")],
            [.. result.Experiments.Select(Row)]);
        var held = result.Experiments.SelectMany(experiment => experiment.Hypotheses.Select(one => (IReadOnlyList<Cell>)
            [experiment.Experiment, one.Text, Signs.WithWord(one.Outcome), one.Reason])).ToList();
        Block[] hypotheses = held.Count > 0 ? [new Table("hypotheses", ["experiment", "hypothesis", "outcome", "what was seen"], held)] : [];
        return new ReportPart
        {
            Notes = result.NotExported is { } problem ? [problem] : [],
            Sections =
            [
                new Section(
                    "Chaos", failing ? Importance.Checks : Importance.Findings,
                    [
                        .. result.Experiments.Select(one => one.Reason).Concat(result.Skipped.Select(skipped => $"skipped {skipped}"))
                            .Select(text => new Paragraph(text)),
                        table, .. hypotheses,
                        .. result.Experiments.SelectMany(ChaosPlots.All),
                    ])
                {
                    Fold = failing ? Fold.Never : Fold.InComments,
                    Hint = string.Create(
                        CultureInfo.InvariantCulture,
                        $"{result.Experiments.Count}, {result.Experiments.Count(one => one.Outcome == CheckOutcome.Pass)} passed"),
                },
                .. result.Experiments.SelectMany(one => TimelineSection.Of($"Timeline of {one.Experiment}", one.Timeline)),
            ],
            Checks = [.. result.Experiments.Select(one => new Check("chaos", one.Experiment, one.Outcome, one.Reason))],
        };
    }

    private static IReadOnlyList<Cell> Row(ExperimentResult one) =>
    [
        one.Experiment, Signs.WithWord(one.Outcome), string.Join(", ", one.Victims),
        string.Join("; ", one.Evidence),
        string.Create(CultureInfo.InvariantCulture, $"{one.Errors:N0} of {one.Requests:N0}"), Seconds(one.FeltTo - one.FeltFrom), Seconds(one.RecoveryFelt),
        Seconds(one.RecoveryByCluster),
    ];

    private static string Seconds(double? value) => value is { } seconds ? Figures.Seconds(seconds) : "–";
}
