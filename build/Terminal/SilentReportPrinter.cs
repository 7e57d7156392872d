using Cake.Core.Diagnostics;

namespace Gauntlet.Build.Terminal;

/// <summary>Stands where Cake prints headings and a table of tasks: the stage lines and the verdict say it once already.</summary>
public sealed class SilentReportPrinter : ICakeReportPrinter
{
    /// <inheritdoc/>
    public void Write(CakeReport report)
    {
    }

    /// <inheritdoc/>
    public void WriteStep(string name, Verbosity verbosity)
    {
    }

    /// <inheritdoc/>
    public void WriteLifeCycleStep(string name, Verbosity verbosity)
    {
    }

    /// <inheritdoc/>
    public void WriteSkippedStep(string name, Verbosity verbosity)
    {
    }
}
