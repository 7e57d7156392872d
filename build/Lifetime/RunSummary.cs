using Cake.Core.Diagnostics;
using Gauntlet.Build.Reporting;
using Gauntlet.Build.State;

namespace Gauntlet.Build.Lifetime;

/// <summary>What a process ends with: reports, the verdict and its reasons, and the exit code.</summary>
public sealed class RunSummary(RunControl control, StageRunner runner, RunOutcome outcome)
{
    public void Print(BuildContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var verdict = RunVerdict.Of(context.State, context.Options.Skip);
        var written = context.Options.From is not null || ReportWriter.Write(context, verdict);
        GitHubSurface.Annotate(context.State);
        if (!control.JudgesTheRun)
        {
            outcome.ExitCode = StageOutcomes.Worst([.. runner.Outcomes, .. Interruption()]).ExitCode();
            return;
        }

        GitHubSurface.Publish(context, verdict);
        outcome.ExitCode = verdict.Outcome.ExitCode();
        var log = context.Log;
        log.Information("");
        log.Information("Verdict: {0}", verdict.Outcome.Word());
        foreach (var reason in verdict.Reasons)
        {
            log.Information("  - {0}", reason);
        }

        foreach (var skipped in verdict.Skipped)
        {
            log.Information("  skipped: {0}", skipped);
        }

        if (written)
        {
            log.Information("Report:  {0}", context.Paths.ReportHtml);
        }
    }

    private IEnumerable<StageOutcome> Interruption() => control.Interrupted ? [StageOutcome.Infrastructure] : [];
}
