using System.Globalization;
using Cake.Core.Diagnostics;
using Gauntlet.Build.Ci;
using Gauntlet.Build.Cli;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Processes;
using Gauntlet.Build.Reporting;
using Gauntlet.Build.Stages.LoadTest;
using Gauntlet.Build.Terminal;

namespace Gauntlet.Build.Hosting;

/// <summary>What a process ends with: the exit code, reports, what CI shows, and the verdict.</summary>
public sealed class RunSummary(RunControl control, StageRunner runner, RunOutcome outcome, VerdictLines lines, CiCommands ci, CiFiles files,
    SecretMask mask, ITerminal terminal)
{
    public void Print(BuildContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var verdict = RunVerdict.Of(context.State, context.Options.Of(RunOptions.Skip), context.Options.Of(RunOptions.Require));
        // First: nothing that goes wrong with telling of a verdict may change it.
        var ended = control.JudgesTheRun ? verdict.Outcome : StageOutcomes.Worst([.. runner.Outcomes, .. Interruption()]);
        outcome.ExitCode = ended.ExitCode();
        var written = context.Options.Of(RunOptions.From) is null && ReportWriter.Write(context, verdict);
        ci.Annotate(context.State, runner.Ran);
        if (control.JudgesTheRun)
        {
            Publish(context, verdict, written);
            lines.Print(verdict, written ? context.Paths.ReportHtml : null);
        }

        if (LeavesSomething(context.State))
        {
            lines.PrintClusterLeft(RepeatCommand.Of("DeleteCluster", context.Paths));
        }

        if (terminal is MachineTerminal { Machine: var machine })
        {
            machine.WriteLine(RunDocument.Write(context, ended, verdict, mask));
        }
    }

    /// <summary>Something that nothing undoes after this process; what was kept on purpose has been told of.</summary>
    private bool LeavesSomething(PipelineState state) => state.Stages.Stages.Where(stage => stage.Role == StageRole.Cleanup).Any(cleanup =>
    {
        var undone = state.Stages.Needed(cleanup).Where(stage => state.Of(stage.Name) is { Outcome: not StageOutcome.Skipped });
        var nothingFollows = control.JudgesTheRun ? undone.Any(stage => runner.HasBegun(stage.Name)) : control.Interrupted && undone.Any();
        var isKept = runner.HasBegun(cleanup.Name) && state.Of(cleanup.Name) is { Outcome: StageOutcome.Skipped };
        return nothingFollows && !isKept && state.Of(cleanup.Name) is not { Outcome: StageOutcome.Pass };
    });

    /// <summary>The report as job summary where this process wrote it, and verdict, p95, rps and report as outputs.</summary>
    private void Publish(BuildContext context, RunVerdict verdict, bool written)
    {
        try
        {
            if (written)
            {
                files.Summarize(File.ReadAllText(context.Paths.ReportMarkdown));
            }

            var load = context.State.Result<LoadResult>();
            files.Output("verdict", verdict.Outcome.Word());
            files.Output("p95", load?.P95?.ToString(CultureInfo.InvariantCulture) ?? "");
            files.Output("rps", load?.RequestsPerSecond?.ToString(CultureInfo.InvariantCulture) ?? "");
            files.Output("report", written ? context.Paths.ReportMarkdown : "");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            context.Log.Error("The job's summary and outputs could not be written: {0} The verdict stands.", e.Message);
        }
    }

    private IEnumerable<StageOutcome> Interruption() => control.Interrupted ? [StageOutcome.Infrastructure] : [];
}
