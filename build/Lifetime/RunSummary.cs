using Cake.Core.Diagnostics;
using Gauntlet.Build.Logging;
using Gauntlet.Build.Reporting;
using Gauntlet.Build.State;

namespace Gauntlet.Build.Lifetime;

/// <summary>What a process ends with: reports, the verdict and its reasons, and the exit code.</summary>
public sealed class RunSummary(RunControl control, StageRunner runner, RunOutcome outcome, SerilogCakeLog log)
{
    public void Print(BuildContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var verdict = RunVerdict.Of(context.State, context.Options.Skip);
        var written = context.Options.From is not null || ReportWriter.Write(context, verdict);
        GitHubSurface.Annotate(context.State, runner.Ran);
        if (!control.JudgesTheRun)
        {
            outcome.ExitCode = StageOutcomes.Worst([.. runner.Outcomes, .. Interruption()]).ExitCode();
            return;
        }

        GitHubSurface.Publish(context, verdict);
        outcome.ExitCode = verdict.Outcome.ExitCode();
        Write("");
        var line = $"Verdict: {verdict.Outcome.Word()}";
        log.Write(Verbosity.Minimal, LogLevel.Information, [(LineFormatter.Outcome, verdict.Outcome), (LineFormatter.Indent, line.Length)], "Verdict: {Verdict:l}", verdict.Outcome.Word());
        foreach (var reason in verdict.Reasons)
        {
            Write($"  - {reason}");
        }

        foreach (var skipped in verdict.Skipped)
        {
            Write($"  skipped: {skipped}");
        }

        if (written)
        {
            log.Write(Verbosity.Minimal, LogLevel.Information, [], "Report:  {Report:l}", context.Paths.ReportHtml);
        }
    }

    private void Write(string text) => log.Write(Verbosity.Minimal, LogLevel.Information, [(LineFormatter.Indent, 4)], "{Text:l}", text);

    private IEnumerable<StageOutcome> Interruption() => control.Interrupted ? [StageOutcome.Infrastructure] : [];
}
