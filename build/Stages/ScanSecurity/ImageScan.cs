using Gauntlet.Build.Checkouts;
using Gauntlet.Build.Clusters;
using Gauntlet.Build.Terminal;
using Gauntlet.Security.Findings;

namespace Gauntlet.Build.Stages.ScanSecurity;

/// <summary>What was found in images.</summary>
/// <param name="Head">In those that the change deploys.</param>
/// <param name="Earlier">In those that its base does.</param>
/// <param name="Notes">Images that were not scanned, and why, a sentence each; foreign text.</param>
public sealed record ScannedImages(IReadOnlyList<Finding> Head, IReadOnlyList<Finding> Earlier, IReadOnlyList<string> Notes);

/// <summary>Scans the images of the rendered manifests and of the base's, each once: one that both have says the same of both.</summary>
public sealed class ImageScan(TrivyScan trivy, StageLog stages)
{
    /// <summary>Scans. An image that cannot be had is left out on both sides, with a note: what it has is neither new nor fixed.</summary>
    /// <param name="context">Of the run.</param>
    /// <param name="executable">Trivy.</param>
    /// <param name="tree">The base; null where there is none.</param>
    public ScannedImages Run(BuildContext context, string executable, BaseTree? tree)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (RunManifests.Find(context)?.Images is not { } images)
        {
            return new ScannedImages([], [], []);
        }

        var earlier = BaseManifests.Find(context, tree)?.Images;
        if (images.Count > 0 && tree is not null && earlier is null)
        {
            return new ScannedImages([], [], ["The images were not scanned: those of the base are not known, as its manifests are not rendered."]);
        }

        var (found, notes, unknown) = (new Dictionary<string, IReadOnlyList<Finding>>(), new List<string>(), new HashSet<string>());
        foreach (var image in images.Union(earlier ?? []))
        {
            stages.Progress($"scanning the image {image}");
            var (findings, whyNot) = trivy.ScanImage(context, executable, image);
            found[image] = findings;
            if (whyNot is not null)
            {
                notes.Add($"The image {image} was not scanned: {whyNot}");
                unknown.Add(TrivyReport.ComponentOf(image));
            }
        }

        return new ScannedImages(Of(images), Of(earlier ?? []), notes);

        // Two tags of one image are one component: what both have is one finding.
        IReadOnlyList<Finding> Of(IEnumerable<string> ofSide) =>
        [
            .. ofSide.Where(image => !unknown.Contains(TrivyReport.ComponentOf(image))).SelectMany(image => found[image])
                .GroupBy(finding => finding.Identity).Select(same => same.MaxBy(finding => finding.Severity)!),
        ];
    }
}
