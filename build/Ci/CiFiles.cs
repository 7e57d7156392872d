using System.Globalization;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.LoadTest;
using Gauntlet.PullRequests.Workflow;

namespace Gauntlet.Build.Ci;

/// <summary>The files by which a step tells GitHub Actions of itself: its summary, outputs and variables for later steps. Nothing outside a step.</summary>
public sealed class CiFiles(CiEnvironment ci)
{
    /// <summary>Appends to the page that GitHub shows for the step.</summary>
    public void Summarize(string markdown)
    {
        if (ci.SummaryFile is { } file)
        {
            JobSummary.Append(file, markdown);
        }
    }

    /// <summary>Sets an environment variable of the job's later steps.</summary>
    public void Export(string name, string value)
    {
        if (ci.VariablesFile is { } file)
        {
            EnvironmentFile.Append(file, name, value);
        }
    }

    /// <summary>The report as job summary where this process wrote it, and verdict, p95, rps and report as outputs.</summary>
    public void Publish(BuildContext context, RunVerdict verdict, bool written)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(verdict);
        if (written)
        {
            Summarize(File.ReadAllText(context.Paths.ReportMarkdown));
        }

        if (ci.OutputFile is { } output)
        {
            var load = context.State.Of<LoadResult>()?.Result;
            EnvironmentFile.Append(output, "verdict", verdict.Outcome.Word());
            EnvironmentFile.Append(output, "p95", load?.P95?.ToString(CultureInfo.InvariantCulture) ?? "");
            EnvironmentFile.Append(output, "rps", load?.RequestsPerSecond?.ToString(CultureInfo.InvariantCulture) ?? "");
            EnvironmentFile.Append(output, "report", written ? context.Paths.ReportMarkdown : "");
        }
    }
}
