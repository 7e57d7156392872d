using Gauntlet.Build.Ci;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.LoadTest;
using Gauntlet.Build.Stages.Validate;
using Gauntlet.Build.Terminal;
using Gauntlet.Build.Tools;
using Gauntlet.Security.Comparing;
using Gauntlet.Security.Findings;

namespace Gauntlet.Build.Stages.ScanSecurity;

/// <summary>Trivy over the code base and its base; a finding that the gate is shut for fails the run and stops nothing.</summary>
[TaskName("ScanSecurity")]
[TaskDescription("Scan the code base with Trivy, and say what this change adds")]
[Stage(After = typeof(LoadTestTask), Role = StageRole.Independent)]
public sealed class ScanSecurityTask(StageRunner runner, StageLog stages, ChangeScan scan, CiEnvironment ci) : Stage<ScanResult>(runner)
{
    private const int RowsShown = 20;

    /// <inheritdoc/>
    protected internal override async Task<StageResult<ScanResult>> ExecuteAsync(BuildContext context, CancellationToken cancellation)
    {
        if (RunTools.Find(context, "trivy") is not { } trivy)
        {
            return StageResult.Skip<ScanResult>(ToolSet.WhyNoScanner(context.State) ?? "this run was not validated, so no scanner is known");
        }

        var (change, skipReason) = await Task.Run(() => Files.Use(() => scan.Run(context, trivy.Path)), cancellation).ConfigureAwait(false);
        if (change is null)
        {
            return StageResult.Skip<ScanResult>(skipReason!);
        }

        stages.PrintForeign([.. change.Notes, .. Table(change)]);
        var result = ScanResults.Of($"trivy {trivy.Version}", change, TrivyScan.DatabaseTime(context.Paths));
        var summary = ScanResults.Summary(result);
        var (outcome, problem) = ScanGate.Judge(change, context.Options.Of(ScanSecurityOptions.Severities), OnlyNew(context));
        return problem is null ? StageResult.Pass(summary, result) : StageResult.NotPassed(outcome, $"{problem.Reason} ({summary})", result, problem);
    }

    private bool OnlyNew(BuildContext context) =>
        (context.Options.Of(ScanSecurityOptions.Gate) ?? (ci.ReadContext().PullRequest is null ? ScanSecurityOptions.All : ScanSecurityOptions.New))
            == ScanSecurityOptions.New;

    /// <summary>What the change adds, else all.</summary>
    private static IEnumerable<string> Table(ScannedChange change)
    {
        IReadOnlyList<Finding> findings = change.Diff is { } diff ? [.. diff.Of(ChangeClass.New).Select(added => added.Finding)] : change.Open;
        foreach (var finding in findings.Take(RowsShown))
        {
            yield return $"{ScanGate.Word(finding.Severity),-8} {finding.Id,-20} {finding.Target}: {finding.Title}";
        }

        if (findings.Count > RowsShown)
        {
            yield return $"and {findings.Count - RowsShown} more";
        }
    }
}
