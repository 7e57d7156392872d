using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.CheckHealth;
using Gauntlet.Build.Stages.CollectDiagnostics;
using Gauntlet.Build.Stages.LoadTest;
using Gauntlet.Build.Stages.ScanSecurity;
using Gauntlet.Build.Stages.Validate;
using Gauntlet.Metrics.Model;
using Gauntlet.Reports;

namespace Gauntlet.Build.Reporting;

/// <summary>Turns state.json and metrics.json into what the renderers take.</summary>
internal static class ReportModels
{
    private const int EvidenceLines = 30;

    /// <summary>The model of a run.</summary>
    /// <param name="context">The run.</param>
    /// <param name="verdict">As far as it is known.</param>
    /// <param name="metrics">Null when no load ran.</param>
    public static ReportModel Create(BuildContext context, RunVerdict verdict, MetricsDocument? metrics)
    {
        var state = context.State;
        var failed = state.Slots.Where(entry => entry.Slot is { Outcome: not (StageOutcome.Pass or StageOutcome.Skipped or StageOutcome.Running) }).ToList();
        var seed = state.Result<LoadResult>()?.Seed;
        return new ReportModel
        {
            Verdict = Enum.Parse<ReportVerdict>(verdict.Outcome.ToString()),
            Reasons = verdict.Reasons,
            Header = metrics?.Header ?? Headers.Create(state, context.Options, seed),
            Stages = [.. state.Slots.Select(entry => Stage(entry.Stage, entry.Slot))],
            FirstCause = state.Result<DiagnosticsResult>()?.FirstCause is { } cause && (cause.Count > 1 || failed.Count == 0) ? cause : [], // one line repeats the reason
            Evidence = [.. failed.SelectMany(entry => entry.Slot!.Problem?.Evidence ?? []).Take(EvidenceLines)],
            Metrics = metrics,
            Thresholds = metrics?.Thresholds ?? [],
            Scan = state.Result<ScanResult>() is { } scan ? new ScanSummary(scan.Scanner, [.. scan.Counts]) : null,
            Baseline = state.Result<LoadResult>()?.Before is { } before
                ? new EarlierRun(before.Commit?[..Math.Min(12, before.Commit.Length)] ?? before.RunId, before)
                : null,
            Notes = [.. Notes(state)],
            Artifacts = context.Options.Of(RunOptions.From) is null ? [.. Kept(context.Paths)] : [],
        };
    }

    private static ReportStage Stage(string name, IStageSlot? slot) => slot switch
    {
        null => new ReportStage(name, "not run", null, null),
        { Outcome: StageOutcome.Pass } => new ReportStage(name, "passed", slot.Duration, slot.Summary),
        { Outcome: StageOutcome.Skipped } => new ReportStage(name, "skipped", null, null, slot.Summary),
        { Outcome: StageOutcome.Running } => new ReportStage(name, "not run", null, null, "under way when this report was made"),
        _ => new ReportStage(name, "failed", slot.Duration, null, $"{slot.Outcome.Word()}: {slot.Problem?.Reason ?? slot.Summary}"),
    };

    private static IEnumerable<string> Notes(PipelineState state) =>
    [
        .. state.Result<ValidationResult>() is { ClusterNote: { } why } validation ? [$"The {validation.ClusterKind} cluster was chosen because {why}."] : Array.Empty<string>(),
        .. state.Result<HealthResult>()?.Notes ?? [],
        .. state.Result<ValidationResult>()?.Warnings ?? [],
    ];

    private static IEnumerable<string> Kept(BuildPaths paths) =>
        new[] { paths.StateFile, paths.MetricsFile, paths.FailuresFile, paths.Sarif, paths.Diagnostics, paths.TestResults }
            .Where(Path.Exists).Select(path => Path.GetRelativePath(paths.Root, path).Replace('\\', '/'));
}
