using Gauntlet.Workloads.Manifests;
using k8s.Models;
using YamlDotNet.RepresentationModel;

namespace Gauntlet.Workloads.Applying;

/// <summary>Copies of the manifests that carry the label of their run.</summary>
public static class RenderedManifests
{
    /// <summary>The label that says which run made an object.</summary>
    public const string RunLabel = "gauntlet/run";

    /// <summary>Sub-folder of the namespaces, which have to be there first.</summary>
    public const string Namespaces = "namespaces";

    /// <summary>Sub-folder of everything else.</summary>
    public const string Objects = "objects";

    /// <summary>Replaces the folder; what is on the cluster keeps its owner, as this run does not make it.</summary>
    /// <param name="folder">Where the copies go.</param>
    /// <param name="manifests">What is copied.</param>
    /// <param name="run">The run that makes what is not there yet.</param>
    /// <param name="owners">What <see cref="RunInventory.FindOwnersAsync"/> found.</param>
    public static string Write(string folder, ManifestSet manifests, string run, IReadOnlyDictionary<string, string?> owners)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        foreach (var (entry, index) in manifests.Objects.Select((entry, index) => (entry, index)))
        {
            var target = Directory.CreateDirectory(Path.Combine(folder, entry.Resource is V1Namespace ? Namespaces : Objects)).FullName;
            File.WriteAllText(Path.Combine(target, $"{index:000}-{entry.File.Replace('/', '-')}"), Render(manifests, entry, owners.GetValueOrDefault(entry.Id, run)));
        }

        return folder;
    }

    /// <summary>One manifest, with the label where a run owns it.</summary>
    internal static string Render(ManifestSet manifests, ManifestObject entry, string? owner)
    {
        var stream = new YamlStream();
        using (var reader = new StreamReader(Path.Combine(manifests.Folder, entry.File)))
        {
            stream.Load(reader);
        }

        if (owner is not null)
        {
            var metadata = (YamlMappingNode)stream.Documents[0].RootNode["metadata"];
            var key = new YamlScalarNode("labels");
            if (!metadata.Children.TryGetValue(key, out var labels))
            {
                metadata.Add(key, labels = new YamlMappingNode());
            }

            ((YamlMappingNode)labels).Children[new YamlScalarNode(RunLabel)] = new YamlScalarNode(owner) { Style = YamlDotNet.Core.ScalarStyle.DoubleQuoted };
        }

        using var writer = new StringWriter();
        stream.Save(writer, assignAnchors: false);
        return writer.ToString();
    }
}
