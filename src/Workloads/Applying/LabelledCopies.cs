using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;
using Gauntlet.Workloads.Rendering;

namespace Gauntlet.Workloads.Applying;

/// <summary>Copies of a set of manifests that carry the label of their run, for kubectl to apply.</summary>
public static class LabelledCopies
{
    /// <summary>
    /// Replaces the folder; what is on the cluster keeps its owner, as this run does not make it. Answers the sub-folders in the order in which they are
    /// to be applied, each with what is in it.
    /// </summary>
    /// <param name="folder">Where the copies go; readable for its owner only, as there may be Secrets among them.</param>
    /// <param name="manifests">What is copied.</param>
    /// <param name="run">The run that makes what is not there yet.</param>
    /// <param name="owners">What <see cref="RunInventory.FindOwnersAsync"/> found.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static IReadOnlyList<(string Folder, IReadOnlyList<KubeObject> Objects)> Write(
        string folder, ManifestSet manifests, string run, IReadOnlyDictionary<ObjectReference, string?> owners)
    {
        ArgumentNullException.ThrowIfNull(manifests);
        ArgumentNullException.ThrowIfNull(owners);
        PrivateFiles.Replace(folder);
        var written = new List<(string, IReadOnlyList<KubeObject>)>();
        foreach (var part in manifests.Objects.Index().GroupBy(entry => entry.Item.Phase))
        {
            var target = PrivateFiles.Create(Path.Combine(folder, FolderName(part.Key)));
            foreach (var (index, entry) in part)
            {
                PrivateFiles.Write(Path.Combine(target, RenderedSet.FileName(index, entry)),
                    RenderedSet.Text(RunLabel.Copy(entry, owners.GetValueOrDefault(entry.Reference, run))));
            }

            written.Add((target, [.. part.Select(entry => entry.Item)]));
        }

        return written;
    }

    /// <summary>The copy of one object, in what <see cref="Write"/> wrote.</summary>
    public static string FileOf(string folder, ManifestSet manifests, KubeObject item)
    {
        ArgumentNullException.ThrowIfNull(manifests);
        ArgumentNullException.ThrowIfNull(item);
        var index = manifests.Objects.Index().First(entry => entry.Item == item).Index;
        return Path.Combine(folder, FolderName(item.Phase), RenderedSet.FileName(index, item));
    }

    private static string FolderName(ApplyPhase phase) => $"{(int)phase + 1}-{phase}".ToLowerInvariant();
}
