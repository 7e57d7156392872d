using Gauntlet.Build.Reporting;
using Gauntlet.Reports;

namespace Gauntlet.Build.Stages.CollectDiagnostics;

/// <summary>What went wrong first.</summary>
public sealed class CollectDiagnosticsSection : ReportSection<DiagnosticsResult>
{
    /// <inheritdoc/>
    protected override ReportPart? Of(DiagnosticsResult result, ReportRequest request)
    {
        // One line repeats the reason of the stage that failed.
        return result.FirstCause.Count > 1 || (result.FirstCause.Count == 1 && !request.Context.State.Slots.Any(entry => Documents.IsFailed(entry.Slot)))
            ? new ReportPart { Sections = [new Section("What went wrong first", Importance.Cause, new Lines(result.FirstCause))] }
            : null;
    }
}
