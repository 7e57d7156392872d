using Cake.Core.Diagnostics;
using Gauntlet.Build.Ci;
using Gauntlet.Build.Clusters;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Reporting;
using Gauntlet.Build.Stages.DeleteCluster;
using Gauntlet.Build.Terminal;

namespace Gauntlet.Build.Hosting;

/// <summary>What a process ends with: the exit code, reports, what CI shows, and the verdict.</summary>
public sealed class RunSummary(RunControl control, StageRunner runner, RunOutcome outcome, VerdictLines lines, CiCommands ci, CiFiles files)
{
    public void Print(BuildContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var verdict = RunVerdict.Of(context.State, context.Options.Of(RunOptions.Skip), context.Options.Of(RunOptions.Require));
        // First: nothing that goes wrong with telling of a verdict may change it.
        outcome.ExitCode = (control.JudgesTheRun ? verdict.Outcome : StageOutcomes.Worst([.. runner.Outcomes, .. Interruption()])).ExitCode();
        var written = context.Options.Of(RunOptions.From) is null && ReportWriter.Write(context, verdict);
        ci.Annotate(context.State, runner.Ran);
        if (control.JudgesTheRun)
        {
            Publish(context, verdict, written);
            lines.Print(verdict, written ? context.Paths.ReportHtml : null);
        }

        if (MayLeaveACluster(context))
        {
            lines.PrintClusterLeft();
        }
    }

    /// <summary>A cluster that nothing deletes after this process; one that was kept on purpose has been told of.</summary>
    private bool MayLeaveACluster(BuildContext context)
    {
        var nothingFollows = control.JudgesTheRun ? runner.HasBegun("CreateCluster") && !context.Options.Of(ClusterOptions.Keep) : control.Interrupted;
        return nothingFollows && context.State.Of<ClusterResult>() is { Outcome: not StageOutcome.Skipped } && context.State.Of<TeardownResult>() is not { Outcome: StageOutcome.Pass };
    }

    private void Publish(BuildContext context, RunVerdict verdict, bool written)
    {
        try
        {
            files.Publish(context, verdict, written);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            context.Log.Error("The job's summary and outputs could not be written: {0} The verdict stands.", e.Message);
        }
    }

    private IEnumerable<StageOutcome> Interruption() => control.Interrupted ? [StageOutcome.Infrastructure] : [];
}
