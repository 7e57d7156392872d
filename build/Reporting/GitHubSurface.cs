using System.Globalization;
using Gauntlet.Build.State;
using Gauntlet.PullRequests.Workflow;

namespace Gauntlet.Build.Reporting;

/// <summary>What GitHub Actions shows of a process beside its log: annotations, the job summary, outputs for later steps.</summary>
public static class GitHubSurface
{
    /// <summary>True inside a step of GitHub Actions.</summary>
    public static bool IsHere => Environment.GetEnvironmentVariable("GITHUB_ACTIONS") == "true";

    /// <summary>The branch that the job is about, of a pull request its own; null elsewhere.</summary>
    public static string? Branch => IsHere ? Value("GITHUB_HEAD_REF") ?? Value("GITHUB_REF_NAME") : null;

    /// <summary>Tells the log viewer what it must not show; before anything else is printed.</summary>
    public static void MaskSecrets(IEnumerable<string> secrets)
    {
        if (IsHere)
        {
            foreach (var command in secrets.SelectMany(WorkflowCommands.Mask))
            {
                Console.Out.WriteLine(command);
            }
        }
    }

    /// <summary>
    /// Annotations for what is wrong: thresholds, workloads, findings, each by itself, or the stage where it names none.
    /// Only for the stages of this process: those of other steps stand at their steps.
    /// </summary>
    public static void Annotate(PipelineState state, IReadOnlyCollection<string> stages)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(stages);
        if (!IsHere)
        {
            return;
        }

        var annotations = new AnnotationSet();
        foreach (var (stage, slot) in state.Slots.Where(entry => stages.Contains(entry.Stage) && entry.Slot is { Outcome: not (StageOutcome.Pass or StageOutcome.Skipped) }))
        {
            var level = slot!.Outcome == StageOutcome.Inconclusive ? AnnotationLevel.Warning : AnnotationLevel.Error;
            foreach (var fault in slot.Problem?.Faults ?? [new Fault(stage, slot.Problem?.Reason ?? slot.Summary ?? slot.Outcome.Word())])
            {
                annotations.Add(new Annotation(level, fault.On == stage ? stage : $"{stage}: {fault.On}", fault.Message, fault.File, fault.Line));
            }
        }

        foreach (var command in annotations.Render())
        {
            Console.Out.WriteLine(command);
        }
    }

    /// <summary>Appends to the page that GitHub shows for the step; nothing outside a step.</summary>
    public static void Summarize(string markdown)
    {
        if (Value("GITHUB_STEP_SUMMARY") is { } summary)
        {
            JobSummary.Append(summary, markdown);
        }
    }

    /// <summary>The report as job summary where this process wrote it, and verdict, p95, rps and report as outputs.</summary>
    public static void Publish(BuildContext context, RunVerdict verdict, bool written)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(verdict);
        if (written)
        {
            Summarize(File.ReadAllText(context.Paths.ReportMarkdown));
        }

        if (Value("GITHUB_OUTPUT") is { } output)
        {
            var load = context.State.Of<LoadResult>()?.Result;
            EnvironmentFile.Append(output, "verdict", verdict.Outcome.Word());
            EnvironmentFile.Append(output, "p95", load?.P95?.ToString(CultureInfo.InvariantCulture) ?? "");
            EnvironmentFile.Append(output, "rps", load?.RequestsPerSecond?.ToString(CultureInfo.InvariantCulture) ?? "");
            EnvironmentFile.Append(output, "report", written ? context.Paths.ReportMarkdown : "");
        }
    }

    private static string? Value(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
