using Gauntlet.Build.Reporting;
using Gauntlet.Reports;

namespace Gauntlet.Build.Stages.ScanSecurity;

/// <summary>Findings by severity.</summary>
public sealed class ScanSecuritySection : ReportSection<ScanResult>
{
    /// <inheritdoc/>
    protected override ReportPart? Of(ScanResult result, ReportRequest request)
    {
        var counts = result.Counts.Values.Sum() == 0 ? "no findings" : string.Join(", ", result.Counts.Select(severity => $"{severity.Value} {severity.Key}"));
        return new ReportPart { Sections = [new Section("Security scan", Importance.Findings, new Paragraph($"{result.Scanner}: {counts}"))] };
    }
}
