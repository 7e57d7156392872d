using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;
using Gauntlet.Workloads.Rendering;
using k8s.Models;

namespace Gauntlet.Workloads.Applying;

/// <summary>Copies of a set of manifests that carry the label of their run, for kubectl to apply.</summary>
public static class LabelledCopies
{
    private const string Namespaces = "1-namespaces";
    private const string Definitions = "2-definitions";
    private const string Others = "3-objects";

    /// <summary>
    /// Replaces the folder; what is on the cluster keeps its owner, as this run does not make it. Answers the sub-folders in the order in which they are
    /// to be applied, each with the definitions in it that have to be established before the next.
    /// </summary>
    /// <param name="folder">Where the copies go; readable for its owner only, as there may be Secrets among them.</param>
    /// <param name="manifests">What is copied.</param>
    /// <param name="run">The run that makes what is not there yet.</param>
    /// <param name="owners">What <see cref="RunInventory.FindOwnersAsync"/> found.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static IReadOnlyList<(string Folder, IReadOnlyList<KubeObject> Definitions)> Write(
        string folder, ManifestSet manifests, string run, IReadOnlyDictionary<ObjectReference, string?> owners)
    {
        ArgumentNullException.ThrowIfNull(manifests);
        ArgumentNullException.ThrowIfNull(owners);
        PrivateFiles.Replace(folder);
        var written = new List<(string, IReadOnlyList<KubeObject>)>();
        foreach (var part in manifests.Objects.Index().GroupBy(entry => PartOf(entry.Item)))
        {
            var target = PrivateFiles.Create(Path.Combine(folder, part.Key));
            foreach (var (index, entry) in part)
            {
                PrivateFiles.Write(Path.Combine(target, RenderedSet.FileName(index, entry)), RenderedSet.Text(RunLabel.Copy(entry, owners.GetValueOrDefault(entry.Reference, run))));
            }

            written.Add((target, part.Key == Definitions ? [.. part.Select(entry => entry.Item)] : []));
        }

        return written;
    }

    /// <summary>What is applied together: all of it may be refused while what comes before it is not there.</summary>
    internal static string PartOf(KubeObject item) => item.Is<V1Namespace>() ? Namespaces : item.Is<V1CustomResourceDefinition>() ? Definitions : Others;
}
