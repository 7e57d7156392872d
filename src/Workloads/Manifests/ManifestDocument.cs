using System.Text.Json.Nodes;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Manifests;

/// <summary>What a file says of one object, before anybody knows whether it is one.</summary>
/// <param name="Body">All of it.</param>
/// <param name="Origin">Where it stands.</param>
/// <param name="Written">Each scalar that is no text, by its path, as it was written.</param>
internal sealed record ManifestDocument(JsonObject Body, Origin Origin, IReadOnlyDictionary<string, string> Written)
{
    /// <summary>By which an object says that it is not for the cluster (kubernetes.io, Well-Known Labels, Annotations and Taints).</summary>
    public const string LocalConfig = "config.kubernetes.io/local-config";

    public string? ApiVersion => Text("apiVersion");

    public string? Kind => Text("kind");

    /// <summary>Whether it lies among the manifests and is not to be deployed.</summary>
    public bool IsLocal => (Body["metadata"] as JsonObject)?["annotations"] is JsonObject annotations && TextOf(annotations[LocalConfig]) == "true";

    public bool IsList => Kind?.EndsWith("List", StringComparison.Ordinal) == true && Body["items"] is JsonArray;

    /// <summary>A value that is text; nothing where it is none.</summary>
    public static string TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    /// <summary>The documents of a file's tree: itself, or the items of a list.</summary>
    public static IEnumerable<ManifestDocument> Of(string file, int number, YamlTree tree) => tree.Root is JsonObject body
        ? Expand(new ManifestDocument(body, new Origin(file, tree.Line, number) { Lines = tree.Lines }, tree.Written))
        : [];

    private static IEnumerable<ManifestDocument> Expand(ManifestDocument document) => document.IsList
        ? document.Body["items"]!.AsArray().Index().SelectMany(entry => entry.Item is JsonObject item ? Expand(document.Item(item, entry.Index)) : [document])
        : [document];

    private ManifestDocument Item(JsonObject item, int index)
    {
        var path = FieldPath.Of("items", index);
        return new ManifestDocument(
            item.DeepClone().AsObject(), Origin with { Line = Origin.LineOf(path), Lines = Below(path, Origin.Lines) }, Below(path, Written));
    }

    private static Dictionary<string, T> Below<T>(string path, IReadOnlyDictionary<string, T> all) =>
        all.Where(entry => entry.Key.StartsWith(path + ".", StringComparison.Ordinal))
            .ToDictionary(entry => entry.Key[(path.Length + 1)..], entry => entry.Value);

    private string? Text(string field) => Body[field] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
