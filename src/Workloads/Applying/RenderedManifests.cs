using Gauntlet.Workloads.Manifests;
using k8s.Models;
using YamlDotNet.RepresentationModel;

namespace Gauntlet.Workloads.Applying;

/// <summary>Copies of the manifests that carry the label of their run.</summary>
public static class RenderedManifests
{
    /// <summary>The label that says which run made an object.</summary>
    public const string RunLabel = "gauntlet/run";

    private static readonly YamlScalarNode Metadata = new("metadata");
    private static readonly YamlScalarNode Namespace = new("namespace");
    private static readonly YamlScalarNode Labels = new("labels");

    /// <summary>
    /// Replaces the folder; what is on the cluster keeps its owner, as this run does not make it. Answers the sub-folders in the order in which they are
    /// to be applied: that of the namespaces, where there are any, then that of everything else.
    /// </summary>
    /// <param name="folder">Where the copies go.</param>
    /// <param name="manifests">What is copied.</param>
    /// <param name="run">The run that makes what is not there yet.</param>
    /// <param name="owners">What <see cref="RunInventory.FindOwnersAsync"/> found.</param>
    public static IReadOnlyList<string> Write(string folder, ManifestSet manifests, string run, IReadOnlyDictionary<string, string?> owners)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        var written = new List<string>();
        foreach (var part in manifests.Objects.Index().GroupBy(entry => entry.Item.Resource is V1Namespace ? "namespaces" : "objects"))
        {
            var target = Directory.CreateDirectory(Path.Combine(folder, part.Key)).FullName;
            foreach (var (index, entry) in part)
            {
                File.WriteAllText(Path.Combine(target, $"{index:000}-{entry.File.Replace('/', '-')}"), Render(manifests, entry, owners.GetValueOrDefault(entry.Id, run)));
            }

            written.Add(target);
        }

        return written;
    }

    /// <summary>One manifest, with its namespace, and the label where a run owns it.</summary>
    internal static string Render(ManifestSet manifests, ManifestObject entry, string? owner)
    {
        var stream = new YamlStream();
        using (var reader = new StreamReader(Path.Combine(manifests.Folder, entry.File)))
        {
            stream.Load(reader);
        }

        var root = (YamlMappingNode)stream.Documents[0].RootNode;
        var metadata = Copy(root.Children[Metadata]);
        root.Children[Metadata] = metadata;
        if (entry.Resource.Metadata.NamespaceProperty is { } space)
        {
            metadata.Children[Namespace] = Text(space);
        }

        if (owner is not null)
        {
            var labels = Copy(metadata.Children.TryGetValue(Labels, out var given) ? given : null);
            labels.Children[new YamlScalarNode(RunLabel)] = Text(owner);
            metadata.Children[Labels] = labels;
        }

        using var writer = new StringWriter();
        stream.Save(writer, assignAnchors: false);
        return writer.ToString();
    }

    /// <summary>A mapping of its own: an alias may share the first one with a selector. Labels may also be null.</summary>
    private static YamlMappingNode Copy(YamlNode? node) => node is YamlMappingNode mapping ? new(mapping.Children) : new();

    private static YamlScalarNode Text(string value) => new(value) { Style = YamlDotNet.Core.ScalarStyle.DoubleQuoted };
}
