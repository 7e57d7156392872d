using Gauntlet.Security.Comparing;
using Gauntlet.Security.Findings;

namespace Gauntlet.Build.Stages.ScanSecurity;

/// <summary>Makes the result of what was found, and its line.</summary>
public static class ScanResults
{
    /// <summary>Findings of each class that reports can show; all are in trivy.json.</summary>
    private const int MostShown = 50;

    /// <summary>The result.</summary>
    public static ScanResult Of(string scanner, ScannedChange change, DateTimeOffset? database)
    {
        ArgumentNullException.ThrowIfNull(change);
        var counts = change.Open.GroupBy(finding => ScanGate.Word(finding.Severity)).ToDictionary(group => group.Key, group => group.Count());
        return new ScanResult(scanner, counts)
        {
            Comparison = change.Diff is { } diff ? Comparison(change.Base!, diff) : null,
            NoBase = change.NoBase,
            Database = database,
            Accepted = change.Accepted,
            Notes = change.Notes,
        };
    }

    /// <summary>Its line: what the change does to the findings, or where that is not known what there is.</summary>
    public static string Summary(ScanResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Comparison is { } comparison
            ? $"{comparison.Counts.Added} new, {comparison.Counts.Fixed} fixed, {comparison.Kept} kept"
                + (comparison.Counts.Worsened > 0 ? $", {comparison.Counts.Worsened} worse" : "")
            : Totals(result);
    }

    /// <summary>How many there are of each severity.</summary>
    public static string Totals(ScanResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Counts.Values.Sum() == 0 ? "no findings" : string.Join(", ", result.Counts.Select(severity => $"{severity.Value} {severity.Key}"));
    }

    private static ScanComparison Comparison(string commit, ScanDiff diff)
    {
        var (added, gone, worse) = (diff.Of(ChangeClass.New), diff.Of(ChangeClass.Fixed), diff.Of(ChangeClass.Worsened));
        var moved = diff.Of(ChangeClass.Moved).Count;
        return new ScanComparison(commit, diff.Of(ChangeClass.Kept).Count + moved, moved, Shown(added), Shown(gone), Shown(worse))
        {
            Counts = new ScanCounts(added.Count, gone.Count, worse.Count),
        };
    }

    private static IReadOnlyList<ScannedFinding> Shown(IEnumerable<Change> changes) => [.. changes.Take(MostShown).Select(change => Shown(change.Finding))];

    private static ScannedFinding Shown(Finding finding) => new(
        ScanGate.Word(finding.Severity), finding.Id,
        finding.Kind is FindingKind.Vulnerability ? $"{finding.Target} {finding.Variant}"
            : finding.Line is { } line ? $"{finding.Target}:{line}" : finding.Target,
        finding.FixedVersion is { Length: > 0 } version ? version : null, finding.Title);
}
