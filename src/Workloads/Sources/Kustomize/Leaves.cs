using System.Text.Json.Nodes;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Sources.Kustomize;

/// <summary>A single value in a tree.</summary>
/// <param name="Path">Its field.</param>
/// <param name="Name">The last name in that path; that of the list for an entry of one.</param>
/// <param name="Value">As JSON.</param>
internal sealed record Leaf(string Path, string Name, string Value)
{
    /// <summary>All of a tree.</summary>
    public static IEnumerable<Leaf> Of(JsonNode? node, string path = "", string name = "") => node switch
    {
        JsonObject fields => fields.SelectMany(entry => Of(entry.Value, FieldPath.Of(path, entry.Key), entry.Key)),
        JsonArray list => list.Index().SelectMany(entry => Of(entry.Item, FieldPath.Of(path, entry.Index), name)),
        null => [],
        _ => [new Leaf(path, name, node.ToJsonString())],
    };
}
