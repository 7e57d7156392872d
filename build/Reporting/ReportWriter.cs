using Cake.Core.Diagnostics;
using Gauntlet.Build.State;
using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Reports;

namespace Gauntlet.Build.Reporting;

/// <summary>Renders the reports of a run from state.json and metrics.json; also when no load ran.</summary>
public static class ReportWriter
{
    /// <summary>The figures of this run; null when there are none, or when the file is of another run.</summary>
    /// <exception cref="FormatException">metrics.json is damaged or of an unknown version.</exception>
    public static MetricsDocument? ReadMetrics(BuildContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var file = context.Paths.MetricsInput;
        return context.State.LoadTest?.Result is not null && File.Exists(file) && MetricsJson.Load(file) is { } metrics && metrics.Header.RunId == context.State.Run.Id ? metrics : null;
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
        catch (FormatException e)
        {
            return Refuse(context, e);
        }
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
        context.Log.Error("The reports could not be written: {0} Mend that and run --target={1} again; the verdict stands.", reason.Message, Lifetime.StageNames.Verdict);
        return false;
    }
}
