using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.LoadTest;
using Gauntlet.Build.Stages.Validate;
using Gauntlet.Build.Terminal;
using Gauntlet.Build.Tools;

namespace Gauntlet.Build.Stages.ScanSecurity;

/// <summary>Trivy over the code base; a finding of a gated severity fails the run and stops nothing.</summary>
[TaskName("ScanSecurity")]
[TaskDescription("Scan the code base with Trivy: vulnerabilities, misconfiguration, secrets")]
[Stage(After = typeof(LoadTestTask), Role = StageRole.Independent)]
public sealed class ScanSecurityTask(StageRunner runner, StageLog stages, TrivyScan scan) : Stage<ScanResult>(runner)
{
    private const int RowsShown = 20;

    /// <inheritdoc/>
    protected internal override async Task<StageResult<ScanResult>> ExecuteAsync(BuildContext context, CancellationToken cancellation)
    {
        if (RunTools.Find(context, "trivy") is not { } trivy)
        {
            return StageResult.Skip<ScanResult>(ToolSet.WhyNoScanner(context.State) ?? "this run was not validated, so no scanner is known");
        }

        stages.Progress("scanning");
        var (findings, skipReason) = await Task.Run(() => Files.Use(() => scan.Run(context, trivy.Path)), cancellation).ConfigureAwait(false);
        if (skipReason is not null)
        {
            return StageResult.Skip<ScanResult>(skipReason);
        }

        var counts = findings.GroupBy(finding => finding.Severity).ToDictionary(group => group.Key, group => group.Count());
        var result = new ScanResult($"trivy {trivy.Version}", counts);
        var summary = counts.Count == 0 ? "no findings" : string.Join(", ", counts.Select(pair => $"{pair.Value} {pair.Key}"));
        stages.PrintForeign(Table(findings));
        var gated = findings.Where(finding => context.Options.Of(ScanSecurityOptions.Severities).Contains(finding.Severity)).ToList();
        if (gated.Count == 0)
        {
            return StageResult.Pass(summary, result);
        }

        var reason = $"{gated.Count} {(gated.Count == 1 ? "finding" : "findings")} of "
            + $"{string.Join(" or ", context.Options.Of(ScanSecurityOptions.Severities))}";
        return StageResult.NotPassed(StageOutcome.Fail, $"{reason} ({summary})", result, new StageProblem(
            reason, "All are in artifacts/trivy.json; accept one with a reason and an expiry in .trivyignore.yaml.")
        {
            Faults = [.. gated.Select(
                finding => new Fault($"{finding.Severity} {finding.Id}", $"{finding.Target}: {finding.Title}", finding.File, finding.Line))],
        });
    }

    private static IEnumerable<string> Table(IReadOnlyList<TrivyFinding> findings)
    {
        foreach (var finding in findings.Take(RowsShown))
        {
            yield return $"{finding.Severity,-8} {finding.Id,-20} {finding.Target}: {finding.Title}";
        }

        if (findings.Count > RowsShown)
        {
            yield return $"and {findings.Count - RowsShown} more";
        }
    }
}
