using Gauntlet.Build.Checkouts;
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
public sealed class ScanSecurityTask(StageRunner runner, StageLog stages, BaseCheckout bases, ChangeScan scan, CiEnvironment ci) : Stage<ScanResult>(runner)
{
    private const int RowsShown = 20;

    /// <inheritdoc/>
    protected internal override Task<StageResult<ScanResult>> ExecuteAsync(BuildContext context, CancellationToken cancellation) =>
        Task.Run(() => Files.Use(() => Run(context)), cancellation);

    private StageResult<ScanResult> Run(BuildContext context)
    {
        var (tree, noBase) = bases.Open(context);
        using var beside = tree;
        var pods = PodSecurityCheck.Run(context, tree);
        stages.PrintForeign(PodSecurityCheck.Words(pods));
        var trivy = RunTools.Find(context, "trivy");
        var (change, skipReason) = trivy is null
            ? (null, ToolSet.WhyNoScanner(context.State) ?? "this run was not validated, so no scanner is known")
            : scan.Run(context, trivy.Path, tree, noBase);
        return change is null ? WithoutScan(skipReason!, pods) : Judge(context, trivy!, change, pods);
    }

    private StageResult<ScanResult> Judge(BuildContext context, ToolRecord trivy, ScannedChange change, IReadOnlyList<PodSecurityResult> pods)
    {
        stages.PrintForeign([.. change.Notes, .. Table(change)]);
        var result = ScanResults.Of($"trivy {trivy.Version}", change, TrivyScan.DatabaseTime(context.Paths)) with { PodSecurity = pods };
        var summary = ScanResults.Summary(result);
        var (outcome, problem) = ScanGate.Judge(change, context.Options.Of(ScanSecurityOptions.Severities), OnlyNew(context));
        (outcome, problem) = ScanGate.With(PodSecurityCheck.Refused(pods), outcome, problem);
        return problem is null ? StageResult.Pass(summary, result) : StageResult.NotPassed(outcome, $"{problem.Reason} ({summary})", result, problem);
    }

    /// <summary>What needs no scanner is said without one.</summary>
    private static StageResult<ScanResult> WithoutScan(string why, IReadOnlyList<PodSecurityResult> pods)
    {
        var result = new ScanResult(null, new Dictionary<string, int>()) { PodSecurity = pods };
        return PodSecurityCheck.Refused(pods) is { } refused
            ? StageResult.NotPassed(StageOutcome.Fail, $"{refused.Reason} (not scanned: {why})", result, refused) : StageResult.Skip(why, result);
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
