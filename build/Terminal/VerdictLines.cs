using Cake.Core.Diagnostics;
using Gauntlet.Build.Pipeline;

namespace Gauntlet.Build.Terminal;

/// <summary>The lines at the end of a run.</summary>
public sealed class VerdictLines(HostLog log)
{
    /// <summary>The verdict, its reasons, what was left out, and where the report is.</summary>
    /// <param name="verdict">The run's.</param>
    /// <param name="report">Path of the report; null where none was written.</param>
    public void Print(RunVerdict verdict, string? report)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        Write("");
        var line = $"Verdict: {verdict.Outcome.Word()}";
        var least = verdict.Outcome == StageOutcome.Pass ? Verbosity.Minimal : Verbosity.Quiet;
        log.Write(least, LogLevel.Information, [(LineFormatter.Outcome, verdict.Outcome), (LineFormatter.Indent, line.Length)],
            "Verdict: {Verdict:l}", verdict.Outcome.Word());
        foreach (var reason in verdict.Reasons)
        {
            log.Write(least, LogLevel.Information, [(LineFormatter.Indent, 4)], "{Text:l}", $"  - {reason}");
        }

        foreach (var skipped in verdict.Skipped)
        {
            Write($"  skipped: {skipped}");
        }

        if (report is not null)
        {
            log.Write(Verbosity.Minimal, LogLevel.Information, [], "Report:  {Report:l}", report);
        }
    }

    /// <summary>A cluster that nothing deletes after this process.</summary>
    /// <param name="command">What deletes it.</param>
    public void PrintClusterLeft(string command) => Write($"The cluster may still be there: {command} deletes it.");

    private void Write(string text) => log.Write(Verbosity.Minimal, LogLevel.Information, [(LineFormatter.Indent, 4)], "{Text:l}", text);
}
