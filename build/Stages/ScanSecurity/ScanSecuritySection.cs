using Gauntlet.Build.Reporting;
using Gauntlet.Reports;

namespace Gauntlet.Build.Stages.ScanSecurity;

/// <summary>What the change adds, then what it takes away; what was there before is a count.</summary>
public sealed class ScanSecuritySection : ReportSection<ScanResult>
{
    /// <inheritdoc/>
    protected override ReportPart? Of(ScanResult result, ReportRequest request) => Part(result);

    internal static ReportPart Part(ScanResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var blocks = result.Comparison is { } comparison ? Compared(comparison) : [];
        blocks.Add(new Paragraph((result.Scanner is null ? "The code base was not scanned."
            : $"{result.Scanner}: {ScanResults.Totals(result)}{(result.Comparison is null ? "" : " in all")}")
            + (result.Accepted > 0 ? $", {result.Accepted} accepted" : "")
            + (result.Database is { } made ? $"; database of {made.UtcDateTime:yyyy-MM-dd HH:mm} UTC" : "")
            + (result.NoBase is { } why ? $". Not compared with a base: {why}" : "")));
        if (result.PodSecurity.Count > 0)
        {
            var levels = result.PodSecurity.GroupBy(found => found.Level).Select(group =>
                $"{string.Join(", ", group.Select(found => found.Namespace))} {group.Key}");
            blocks.Add(new Paragraph($"Pod Security Standards: {string.Join("; ", levels)}"));
            blocks.AddRange(PodSecurityCheck.Words(result.PodSecurity).Select(words => new Paragraph(words)));
        }

        blocks.AddRange(result.Notes.Select(note => new Paragraph(note, IsSmall: true)));
        return new ReportPart { Sections = [new Section("Security scan", Importance.Findings, [.. blocks])] };
    }

    private static List<Block> Compared(ScanComparison comparison)
    {
        var (counts, blocks) = (comparison.Counts, new List<Block>());
        blocks.Add(new Paragraph(counts.Added == 0
            ? $"This change adds no finding to those of {Documents.Short(comparison.Base)}."
            : $"This change adds {counts.Added} {(counts.Added == 1 ? "finding" : "findings")} to those of {Documents.Short(comparison.Base)}:"));
        if (comparison.Added.Count > 0)
        {
            blocks.Add(Findings("new findings", comparison.Added));
        }

        if (counts.Worsened > 0)
        {
            blocks.Add(new Paragraph($"Worse than in the base, {counts.Worsened}:"));
            blocks.Add(Findings("worse findings", comparison.Worsened));
        }

        if (counts.Fixed > 0)
        {
            blocks.Add(new Paragraph($"Fixed, {counts.Fixed}: {string.Join(", ", comparison.Fixed.Select(finding => $"{finding.Id} ({finding.In})"))}"
                + (counts.Fixed > comparison.Fixed.Count ? ", …" : "")));
        }

        var moved = comparison.Moved > 0 ? $", {comparison.Moved} of them in another file" : "";
        blocks.Add(new Paragraph($"Kept, {comparison.Kept}{moved}: not this change's."));
        return blocks;
    }

    private static Table Findings(string what, IReadOnlyList<ScannedFinding> findings) => new(
        what, ["Severity", "Finding", "In", "Fixed by"],
        [.. findings.Select(finding => (IReadOnlyList<Cell>)[finding.Severity, new Cell(finding.Id, finding.Title), finding.In, finding.FixedBy ?? "-"])]);
}
