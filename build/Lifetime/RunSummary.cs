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
        var verdict = RunVerdict.Of(context.State, context.Options.Skip, context.Options.Require);
        // First: nothing that goes wrong with telling of a verdict may change it.
        outcome.ExitCode = (control.JudgesTheRun ? verdict.Outcome : StageOutcomes.Worst([.. runner.Outcomes, .. Interruption()])).ExitCode();
        var written = context.Options.From is null && ReportWriter.Write(context, verdict);
        GitHubSurface.Annotate(context.State, runner.Ran);
        if (!control.JudgesTheRun)
        {
            TellOfCluster(context, control.Interrupted);
            return;
        }

        Publish(context, verdict, written);
        Write("");
        var line = $"Verdict: {verdict.Outcome.Word()}";
        var least = verdict.Outcome == StageOutcome.Pass ? Verbosity.Minimal : Verbosity.Quiet;
        log.Write(least, LogLevel.Information, [(LineFormatter.Outcome, verdict.Outcome), (LineFormatter.Indent, line.Length)], "Verdict: {Verdict:l}", verdict.Outcome.Word());
        foreach (var reason in verdict.Reasons)
        {
            log.Write(least, LogLevel.Information, [(LineFormatter.Indent, 4)], "{Text:l}", $"  - {reason}");
        }

        foreach (var skipped in verdict.Skipped)
        {
            Write($"  skipped: {skipped}");
        }

        if (written)
        {
            log.Write(Verbosity.Minimal, LogLevel.Information, [], "Report:  {Report:l}", context.Paths.ReportHtml);
        }

        TellOfCluster(context, runner.HasBegun("CreateCluster") && !context.Options.Cluster.Keep);
    }

    /// <summary>A cluster that nothing deletes after this process is told of; one that was kept on purpose has been told of.</summary>
    private void TellOfCluster(BuildContext context, bool nothingFollows)
    {
        if (nothingFollows && context.State.Of<ClusterResult>() is { Outcome: not StageOutcome.Skipped } && context.State.Of<TeardownResult>() is not { Outcome: StageOutcome.Pass })
        {
            Write("The cluster may still be there: ./build.sh --target=DeleteCluster deletes it.");
        }
    }

    private static void Publish(BuildContext context, RunVerdict verdict, bool written)
    {
        try
        {
            GitHubSurface.Publish(context, verdict, written);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            context.Log.Error("The job's summary and outputs could not be written: {0} The verdict stands.", e.Message);
        }
    }

    private void Write(string text) => log.Write(Verbosity.Minimal, LogLevel.Information, [(LineFormatter.Indent, 4)], "{Text:l}", text);

    private IEnumerable<StageOutcome> Interruption() => control.Interrupted ? [StageOutcome.Infrastructure] : [];
}
