using Cake.Core.Diagnostics;
using Gauntlet.Build.Cli;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.LoadTest;
using Gauntlet.Metrics.Model;
using Gauntlet.Reports;

namespace Gauntlet.Build.Reporting;

/// <summary>Renders the reports of a run from state.json and metrics.json; also when no load ran.</summary>
public static class ReportWriter
{
    /// <summary>The figures of this run; null when there are none, or when the file is of another run.</summary>
    /// <exception cref="StageException">metrics.json is damaged or of an unknown version: infrastructure.</exception>
    public static MetricsDocument? ReadMetrics(BuildContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var file = context.Paths.MetricsInput;
        if (context.State.Result<LoadResult>() is null || !File.Exists(file))
        {
            return null;
        }

        try
        {
            return MetricsJson.Load(file) is { } metrics && metrics.Header.RunId == context.State.Run.Id ? metrics : null;
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new StageException(StageOutcome.Infrastructure, $"The figures of the load cannot be read: {e.Message}", "Run --target=LoadTest again.");
        }
    }

    /// <summary>Writes all reports; false, with a line in the log, where they cannot be written.</summary>
    public static bool Write(BuildContext context, RunVerdict verdict)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(verdict);
        try
        {
            return Write(context, ReportModels.Create(context, verdict, ReadMetrics(context)));
        }
#pragma warning disable CA1031 // Do not catch general exception types: a file that nobody foresaw must not take the verdict with it.
        catch (Exception e)
        {
            return Refuse(context, e);
        }
#pragma warning restore CA1031
    }

    /// <summary>Writes all reports of a model; false, with a line in the log, where they cannot be written.</summary>
    public static bool Write(BuildContext context, ReportModel model)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            Directory.CreateDirectory(context.Paths.Artifacts);
            File.WriteAllText(context.Paths.ReportMarkdown, MarkdownReport.Render(model));
            File.WriteAllText(context.Paths.ReportHtml, HtmlReport.Render(model));
            File.WriteAllText(context.Paths.JUnit, JUnitReport.Render(model));
            File.WriteAllText(context.Paths.Prometheus, PrometheusReport.Render(model));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refuse(context, e);
        }
    }

    private static bool Refuse(BuildContext context, Exception reason)
    {
        context.Log.Error("The reports could not be written: {0} Fix that and run --target={1} again; the verdict stands.", reason.Message, RunTargets.Verdict);
        return false;
    }
}
