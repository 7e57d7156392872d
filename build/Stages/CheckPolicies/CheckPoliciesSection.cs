using System.Globalization;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Reporting;
using Gauntlet.Reports;

namespace Gauntlet.Build.Stages.CheckPolicies;

/// <summary>How many connections were as the policies say, and each that was not.</summary>
public sealed class CheckPoliciesSection : ReportSection<PoliciesResult>
{
    /// <inheritdoc/>
    protected override ReportPart? Of(PoliciesResult result, ReportRequest request)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(request);
        var slot = request.Context.State.Of<PoliciesResult>()!;
        var isQuiet = slot.Outcome is StageOutcome.Pass or StageOutcome.Skipped;
        var unknown = result.Unknown > 0 ? $"; {result.Unknown} lead to ports on which nothing listens" : "";
        List<Block> blocks =
        [
            new Paragraph(slot.Outcome == StageOutcome.Skipped
                ? $"Not proved, {slot.Summary}."
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"Of the connections between workloads {result.Made} are allowed and were made, {result.Held} are denied and were not{unknown}.")),
        ];
        if (result.Findings.Count > 0)
        {
            blocks.Add(new Table("connections", ["from", "to", "policies", "seen"], [.. result.Findings.Select(Row)]));
        }

        return new ReportPart
        {
            Sections =
            [
                new Section("Network policies", isQuiet ? Importance.Findings : Importance.Checks, [.. blocks])
                {
                    Fold = isQuiet ? Fold.InComments : Fold.Never,
                    Hint = slot.Outcome == StageOutcome.Skipped ? "not proved"
                        : string.Create(CultureInfo.InvariantCulture, $"{result.Made + result.Held} as they say, {result.Findings.Count} not"),
                },
            ],
        };
    }

    private static IReadOnlyList<Cell> Row(PolicyFinding one) =>
        [one.From, string.Create(CultureInfo.InvariantCulture, $"{one.To}:{one.Port}"), one.IsAllowed ? "allow" : "deny", one.Seen];
}
