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

    /// <summary>Sets an output of the step.</summary>
    public void Output(string name, string value)
    {
        if (ci.OutputFile is { } file)
        {
            EnvironmentFile.Append(file, name, value);
        }
    }
}
