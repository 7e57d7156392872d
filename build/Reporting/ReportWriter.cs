using Cake.Core.Diagnostics;
using Gauntlet.Build.Cli;
using Gauntlet.Build.Pipeline;
using Gauntlet.PullRequests.Comments;
using Gauntlet.Reports;
using Gauntlet.Reports.Writers;

namespace Gauntlet.Build.Reporting;

/// <summary>Writes the reports of a run; also when no load ran.</summary>
public static class ReportWriter
{
    /// <summary>Writes all reports; false, with a line in the log, where they cannot be written.</summary>
    public static bool Write(BuildContext context, RunVerdict verdict)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(verdict);
        try
        {
            return Write(context, Documents.Create(new ReportRequest(context, verdict)));
        }
#pragma warning disable CA1031 // Do not catch general exception types: a file that nobody foresaw must not take the verdict with it.
        catch (Exception e)
        {
            return Refuse(context, e);
        }
#pragma warning restore CA1031
    }

    /// <summary>Writes a report in every form; false, with a line in the log, where they cannot be written.</summary>
    public static bool Write(BuildContext context, Document document)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            Directory.CreateDirectory(context.Paths.Artifacts);
            File.WriteAllText(context.Paths.ReportMarkdown, MarkdownWriter.Write(document, CommentPublisher.MaxLength));
            File.WriteAllText(context.Paths.ReportHtml, HtmlWriter.Write(document));
            File.WriteAllText(context.Paths.JUnit, JUnitWriter.Write(document));
            File.WriteAllText(context.Paths.Prometheus, PrometheusWriter.Write(document));
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
