using Cake.Core.Diagnostics;
using Gauntlet.Build.Clusters;
using Gauntlet.Build.Lifetime;
using Gauntlet.Build.Security;
using Gauntlet.Build.State;

namespace Gauntlet.Build.Tasks;

/// <summary>Trivy over the code base; a finding of a gated severity fails the run and stops nothing.</summary>
[TaskName(StageNames.ScanSecurity)]
[TaskDescription("Scan the code base with Trivy: vulnerabilities, misconfiguration, secrets")]
public sealed class ScanSecurityTask(StageRunner runner, StageLog stages, TrivyScan scan) : Stage<ScanResult>(runner)
{
    private const int RowsShown = 20;

    /// <inheritdoc/>
    public override string Name => StageNames.ScanSecurity;

    /// <inheritdoc/>
    public override StageRole Role => StageRole.Aftermath;

    /// <inheritdoc/>
    protected internal override PipelineState With(PipelineState state, StageSlot<ScanResult>? slot) => state with { ScanSecurity = slot };

    /// <inheritdoc/>
    protected internal override async Task<StageResult<ScanResult>> ExecuteAsync(BuildContext context, CancellationToken cancellation)
    {
        if (RunTools.Find(context, "trivy") is not { } trivy)
        {
            return StageResult.Skip<ScanResult>(context.State.Validate is null ? "this run was not validated, so no scanner is known" : "trivy is neither on PATH nor to be downloaded");
        }

        stages.Progress("scanning");
        var (findings, skipReason) = await Task.Run(() => scan.Run(context, trivy.Path), cancellation).ConfigureAwait(false);
        if (skipReason is not null)
        {
            return StageResult.Skip<ScanResult>(skipReason);
        }

        var counts = findings.GroupBy(finding => finding.Severity).ToDictionary(group => group.Key, group => group.Count());
        var result = new ScanResult($"trivy {trivy.Version}", counts);
        var summary = counts.Count == 0 ? "no findings" : string.Join(", ", counts.Select(pair => $"{pair.Value} {pair.Key}"));
        foreach (var finding in findings.Take(RowsShown))
        {
            context.Log.Information("  {0,-8} {1,-20} {2} {3}", finding.Severity, finding.Id, finding.Target, finding.Title);
        }

        var gated = findings.Count(finding => context.Options.Severities.Contains(finding.Severity));
        return gated == 0
            ? StageResult.Pass(summary, result)
            : StageResult.NotPassed(StageOutcome.Fail, $"{gated} findings of {string.Join(" or ", context.Options.Severities)} ({summary})", result, new StageProblem(
                $"{gated} findings of {string.Join(" or ", context.Options.Severities)}", "See artifacts/trivy.sarif; accept one with a reason and an expiry in .trivyignore.yaml."));
    }
}
