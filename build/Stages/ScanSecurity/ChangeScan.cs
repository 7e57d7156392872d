using Cake.Core.Diagnostics;
using Gauntlet.Build.Checkouts;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Terminal;
using Gauntlet.Security.Accepting;
using Gauntlet.Security.Comparing;
using Gauntlet.Security.Findings;
using Gauntlet.Security.Sarif;

namespace Gauntlet.Build.Stages.ScanSecurity;

/// <summary>What a scan of the change has found.</summary>
/// <param name="Open">Findings that nobody accepts, the worst first.</param>
/// <param name="Accepted">How many are accepted.</param>
/// <param name="Base">The commit that they were compared with; null where they were not.</param>
/// <param name="Diff">What became of the open ones since the base; null where there is none.</param>
/// <param name="NoBase">Why there is no base; null where there is one.</param>
/// <param name="Notes">What is to be known of entries that accept findings, and of images that were not scanned.</param>
public sealed record ScannedChange(
    IReadOnlyList<Finding> Open, int Accepted, string? Base, ScanDiff? Diff, string? NoBase, IReadOnlyList<string> Notes);

/// <summary>Scans a change and its base with the same database, and compares them.</summary>
public sealed class ChangeScan(TrivyScan trivy, ImageScan imageScan, StageLog stages, TimeProvider time)
{
    /// <summary>Scans; answers what was found, or why nothing could be.</summary>
    /// <param name="tree">The base; null where there is none.</param>
    /// <param name="noBase">Why there is none.</param>
    /// <exception cref="StageException">Trivy failed: infrastructure. What accepts findings is wrong: usage.</exception>
    public (ScannedChange? Change, string? WhyNot) Run(BuildContext context, string executable, BaseTree? tree, string? noBase)
    {
        ArgumentNullException.ThrowIfNull(context);
        var paths = context.Paths;
        File.Delete(paths.Sarif);
        var entries = AcceptedFindings.Read(paths);
        stages.Progress("updating Trivy's database");
        trivy.Download(context, executable, tree is null ? [paths.Root] : [paths.Root, tree.Folder]);
        stages.Progress("scanning");
        var (findings, whyNot) = trivy.Scan(context, executable, paths.Root, paths.ScanReport);
        if (whyNot is not null)
        {
            return (null, whyNot);
        }

        IReadOnlyList<Finding>? earlier = null;
        if (tree is not null)
        {
            stages.Progress("scanning the base");
            (earlier, noBase) = ScanBase(context, executable, tree.Folder);
        }

        var images = imageScan.Run(context, executable, tree);
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var acceptance = Acceptance.Of([.. findings, .. images.Head], entries, today);
        var diff = earlier is null ? null : ScanDiff.Between(Acceptance.Of([.. earlier, .. images.Earlier], entries, today).Open, acceptance.Open);
        trivy.Convert(context, executable, paths.ScanReport, paths.Sarif);
        WriteSarif(context, findings, acceptance.Accepted, diff);
        return (new ScannedChange(
            [.. acceptance.Open.OrderByDescending(finding => finding.Severity)], acceptance.Accepted.Count, diff is null ? null : tree!.Commit, diff, noBase,
            [
                .. AcceptedFindings.Notes(acceptance, entries, tree is null ? null : Path.Combine(tree.Folder, Path.GetFileName(paths.TrivyIgnore))),
                .. images.Notes,
            ]), null);
    }

    /// <summary>A base that cannot be scanned is no failure of the change: it only says less.</summary>
    private (IReadOnlyList<Finding>? Findings, string? WhyNot) ScanBase(BuildContext context, string executable, string folder)
    {
        var report = Path.Combine(context.Paths.Artifacts, "trivy-base.json");
        try
        {
            var (findings, whyNot) = trivy.Scan(context, executable, folder, report);
            return whyNot is null ? (findings, null) : (null, $"the base could not be scanned: {whyNot}");
        }
        catch (StageException e)
        {
            return (null, $"the base could not be scanned: {e.Message}");
        }
    }

    private static void WriteSarif(BuildContext context, IReadOnlyList<Finding> findings, IReadOnlyList<Finding> accepted, ScanDiff? diff)
    {
        var left = TrivyScan.Checked(() =>
        {
            SarifIdentities.Mark(context.Paths.Sarif, findings, accepted, diff);
            return SarifFile.Fit(context.Paths.Sarif);
        });
        if (left > 0)
        {
            context.Log.Warning("{0} results are left out of trivy.sarif, the least severe: code scanning takes no more. All are in trivy.json.", left);
        }
    }
}
