using Cake.Core.Diagnostics;
using Gauntlet.Build.Pipeline;

namespace Gauntlet.Build.Terminal;

/// <summary>The lines at the end of a run.</summary>
public sealed class VerdictLines(HostLog log, StageLog stages, IRunControl control)
{
    /// <summary>The verdict, its reasons, what was left out, and where the report is.</summary>
    /// <param name="verdict">The run's.</param>
    /// <param name="report">Path of the report; null where none was written.</param>
    public void Print(RunVerdict verdict, string? report)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        Write("");
        var interrupted = control.Interrupted ? $" ({control.InterruptedBy})" : "";
        var line = $"Verdict: {verdict.Outcome.Word()}{interrupted}";
        var least = verdict.Outcome == StageOutcome.Pass ? Verbosity.Minimal : Verbosity.Quiet;
        log.Write(least, LogLevel.Information, [(LineFormatter.Outcome, verdict.Outcome), (LineFormatter.Indent, line.Length)],
            "Verdict: {Verdict:l}{Interrupted:l}", verdict.Outcome.Word(), interrupted);
        foreach (var reason in verdict.Reasons)
        {
            log.Write(least, LogLevel.Information, [(LineFormatter.Indent, 4)], "{Text:l}", $"  - {reason}");
        }

        if (Skipped(verdict) is { Length: > 0 } skipped)
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

    /// <summary>What has no line of its own, those with one reason together.</summary>
    private string Skipped(RunVerdict verdict) => string.Join("; ", verdict.Skipped
        .Select(skipped => skipped.Split(": ", 2)).Where(skipped => !control.IsFull || stages.LeftToTheEnd.Contains(skipped[0]))
        .GroupBy(skipped => skipped[1] == RunOptions.LeftOut(skipped[0]) ? "left out by --skip" : skipped[1])
        .Select(reason => $"{string.Join(", ", reason.Select(skipped => skipped[0]))}: {reason.Key}"));

    private void Write(string text) => log.Write(Verbosity.Minimal, LogLevel.Information, [(LineFormatter.Indent, 4)], "{Text:l}", text);
}
