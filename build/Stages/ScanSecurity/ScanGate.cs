using Gauntlet.Build.Pipeline;
using Gauntlet.Security.Comparing;
using Gauntlet.Security.Findings;

namespace Gauntlet.Build.Stages.ScanSecurity;

/// <summary>What a scan means for the run.</summary>
public static class ScanGate
{
    /// <summary>The outcome, with the findings behind it; no problem for a pass.</summary>
    /// <param name="change">What was found.</param>
    /// <param name="severities">The severities that count.</param>
    /// <param name="onlyNew">Whether only what the change adds counts.</param>
    public static (StageOutcome Outcome, StageProblem? Problem) Judge(ScannedChange change, IReadOnlyList<string> severities, bool onlyNew)
    {
        ArgumentNullException.ThrowIfNull(change);
        ArgumentNullException.ThrowIfNull(severities);
        var judged = onlyNew && change.Diff is { } diff ? diff.Of(ChangeClass.New).Select(added => added.Finding) : change.Open;
        var gated = judged.Where(finding => severities.Contains(Word(finding.Severity))).ToList();
        var what = $"{gated.Count} {(gated.Count == 1 ? "finding" : "findings")} of {string.Join(" or ", severities)}";
        return (gated.Count, onlyNew, change.Diff) switch
        {
            (0, _, _) => (StageOutcome.Pass, null),
            (_, true, null) => (StageOutcome.Inconclusive, new StageProblem(
                $"{what}, and no base that says which of them this change adds: {change.NoBase}",
                "Give the scan its base, or judge all findings by --security-gate=all.")),
            _ => (StageOutcome.Fail, new StageProblem(
                onlyNew ? $"this change adds {what}" : what,
                "All are in trivy.json beside the report; accept one with a reason and an expiry in .trivyignore.yaml.")
            {
                Faults = [.. gated.Select(finding => new Fault(
                    $"{Word(finding.Severity)} {finding.Id}", $"{finding.Target}: {finding.Title}", finding.File, finding.Line))],
            }),
        };
    }

    /// <summary>The same where pods are refused too, which is a fail whatever the findings are.</summary>
    public static (StageOutcome Outcome, StageProblem? Problem) With(StageProblem? refused, StageOutcome outcome, StageProblem? problem) =>
        refused is null ? (outcome, problem)
        : problem is null || outcome != StageOutcome.Fail ? (StageOutcome.Fail, refused)
        : (outcome, refused with { Reason = $"{refused.Reason}; {problem.Reason}", Faults = [.. refused.Faults ?? [], .. problem.Faults ?? []] });

    /// <summary>The scanner's own word for a severity.</summary>
    public static string Word(Severity severity) => severity.ToString().ToUpperInvariant();
}
