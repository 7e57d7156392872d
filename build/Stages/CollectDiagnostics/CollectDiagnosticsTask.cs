using Gauntlet.Build.Clusters;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.ScanSecurity;
using Gauntlet.Build.Stages.Validate;
using Gauntlet.Build.Terminal;

namespace Gauntlet.Build.Stages.CollectDiagnostics;

/// <summary>Keeps the evidence before anything is deleted; left out when nothing failed.</summary>
[TaskName("CollectDiagnostics")]
[TaskDescription("Keep objects, events and logs as evidence; skipped when nothing failed")]
[Stage(After = typeof(ScanSecurityTask), Role = StageRole.Aftermath)]
public sealed class CollectDiagnosticsTask(StageRunner runner, StageLog stages, ClusterCatalog clusters, EvidenceCollector evidence)
    : Stage<DiagnosticsResult>(runner)
{
    /// <inheritdoc/>
    protected internal override TimeSpan Deadline(BuildContext context) => context.Options.Of(CollectDiagnosticsOptions.Timeout);

    /// <inheritdoc/>
    protected internal override async Task<StageResult<DiagnosticsResult>> ExecuteAsync(BuildContext context, CancellationToken cancellation)
    {
        var failed = context.State.Slots.TakeWhile(entry => entry.Stage != Name)
            .Where(entry => entry.Slot is { Outcome: not (StageOutcome.Pass or StageOutcome.Skipped) }).ToList();
        if (failed.Count == 0)
        {
            return StageResult.Skip<DiagnosticsResult>("nothing failed");
        }

        stages.Progress("collecting objects, events and logs");
        var kind = context.State.Result<ClusterResult>()?.Kind ?? context.State.Result<ValidationResult>()?.ClusterKind;
        var result = await Files.UseAsync(() => evidence.CollectAsync(context, failed, kind is null ? null : clusters.Of(kind), cancellation))
            .ConfigureAwait(false);
        var summary = $"{result.Files} files in {context.Paths.Named(context.Paths.Diagnostics)}";
        return cancellation.IsCancellationRequested
            ? StageResult.NotPassed(StageOutcome.Infrastructure, summary, result, new StageProblem(summary))
            : StageResult.Pass(summary, result);
    }
}
