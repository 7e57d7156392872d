using System.Globalization;
using Gauntlet.Build.State;
using Gauntlet.PullRequests.Workflow;

namespace Gauntlet.Build.Reporting;

/// <summary>What GitHub Actions shows of a process beside its log: annotations, the job summary, outputs for later steps.</summary>
public static class GitHubSurface
{
    /// <summary>True inside a step of GitHub Actions.</summary>
    public static bool IsHere => Environment.GetEnvironmentVariable("GITHUB_ACTIONS") == "true";

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

    /// <summary>One annotation for each stage that did not pass.</summary>
    public static void Annotate(PipelineState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (!IsHere)
        {
            return;
        }

        var annotations = new AnnotationSet();
        foreach (var (stage, slot) in state.Slots)
        {
            if (slot is { Outcome: StageOutcome.Inconclusive })
            {
                annotations.Add(new Annotation(AnnotationLevel.Warning, stage, slot.Problem?.Reason ?? slot.Summary ?? ""));
            }
            else if (slot is { Outcome: not (StageOutcome.Pass or StageOutcome.Skipped or StageOutcome.Running) })
            {
                annotations.Add(new Annotation(AnnotationLevel.Error, stage, slot.Problem?.Reason ?? slot.Summary ?? ""));
            }
        }

        foreach (var command in annotations.Render())
        {
            Console.Out.WriteLine(command);
        }
    }

    /// <summary>The report as job summary, and verdict, p95, rps and report as outputs.</summary>
    public static void Publish(BuildContext context, RunVerdict verdict)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(verdict);
        if (Environment.GetEnvironmentVariable("GITHUB_STEP_SUMMARY") is { Length: > 0 } summary && File.Exists(context.Paths.ReportMarkdown))
        {
            JobSummary.Append(summary, File.ReadAllText(context.Paths.ReportMarkdown));
        }

        if (Environment.GetEnvironmentVariable("GITHUB_OUTPUT") is { Length: > 0 } output)
        {
            var load = context.State.LoadTest?.Result;
            EnvironmentFile.Append(output, "verdict", verdict.Outcome.Word());
            EnvironmentFile.Append(output, "p95", load?.P95?.ToString(CultureInfo.InvariantCulture) ?? "");
            EnvironmentFile.Append(output, "rps", load?.RequestsPerSecond?.ToString(CultureInfo.InvariantCulture) ?? "");
            EnvironmentFile.Append(output, "report", context.Paths.ReportMarkdown);
        }
    }
}
