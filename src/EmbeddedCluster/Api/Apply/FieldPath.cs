using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Api.Patching;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Api.Apply;

/// <summary>
/// Paths of fields as <c>managedFields</c> writes them (<c>f:name</c>, <c>k:{"name":"echo"}</c>, <c>v:"value"</c>, <c>.</c> for a list item itself),
/// joined to one text so that sets of them are plain hash sets.
/// </summary>
internal static class FieldPath
{
    public const char Separator = '\0';
    public const string Item = ".";

    public static string Child(string path, string element) => path.Length == 0 ? element : $"{path}{Separator}{element}";

    public static string[] Elements(string path) => path.Split(Separator);

    /// <summary>The path as error messages write it: <c>.spec.template.spec.containers[name="echo"].image</c>.</summary>
    public static string Display(string path) => string.Concat(Elements(path).Where(element => element != Item).Select(element => element[0] switch
    {
        'f' => $".{element[2..]}",
        'k' when JsonNode.Parse(element[2..]) is JsonObject keys => $"[{string.Join(',', keys.Select(pair => $"{pair.Key}={pair.Value?.ToJsonString()}"))}]",
        _ => $"[={element[2..]}]",
    }));

    /// <summary>The element that identifies a list item, or null when it lacks its keys.</summary>
    public static string? Key(JsonObject item, string[] keys)
    {
        var identity = new JsonObject();
        foreach (var key in keys)
        {
            var value = item[key]?.DeepClone() ?? (key == "protocol" ? JsonValue.Create("TCP") : null);
            if (value is null && key == keys[0])
            {
                return null;
            }

            if (value is not null)
            {
                identity[key] = value;
            }
        }

        return $"k:{identity.ToJsonString()}";
    }

    public static JsonObject? FindItem(JsonArray list, string element) => JsonNode.Parse(element[2..]) is JsonObject keys
        ? list.OfType<JsonObject>().FirstOrDefault(item => Key(item, [.. keys.Select(pair => pair.Key)]) == element)
        : null;

    /// <summary>All fields of an object with their values, as far as managers can own them.</summary>
    public static Dictionary<string, JsonNode?> Leaves(ResourceType type, JsonObject item, string subresource)
    {
        Dictionary<string, JsonNode?> leaves = new(StringComparer.Ordinal);
        foreach (var (name, value) in item)
        {
            var owned = name switch
            {
                "apiVersion" or "kind" => false,
                "status" => !type.HasStatus || subresource == "status",
                "metadata" => subresource.Length == 0,
                _ => subresource != "status",
            };
            if (!owned)
            {
                continue;
            }

            if (name != "metadata")
            {
                Walk(type, value, [name], $"f:{name}", leaves);
                continue;
            }

            foreach (var field in new[] { "labels", "annotations", "finalizers", "ownerReferences" })
            {
                if (value.At(field) is { } content)
                {
                    Walk(type, content, ["metadata", field], $"f:metadata{Separator}f:{field}", leaves);
                }
            }
        }

        return leaves;
    }

    private static void Walk(ResourceType type, JsonNode? node, IReadOnlyList<string> names, string path, Dictionary<string, JsonNode?> leaves)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } map when !PatchSchema.IsAtomic(type.Kind, names):
                foreach (var (name, value) in map)
                {
                    Walk(type, value, [.. names, name], Child(path, $"f:{name}"), leaves);
                }

                break;
            case JsonArray list when !type.IsCustom && PatchSchema.MergeKeys(type.Kind, names) is { } keys:
                foreach (var item in list.OfType<JsonObject>())
                {
                    if (Key(item, keys) is { } element)
                    {
                        leaves[Child(Child(path, element), Item)] = null;
                        Walk(type, item, names, Child(path, element), leaves);
                    }
                }

                break;
            case JsonArray set when PatchSchema.IsSet(names[^1]):
                foreach (var value in set)
                {
                    leaves[Child(path, $"v:{value?.ToJsonString()}")] = value;
                }

                break;
            default:
                leaves[path] = node;
                break;
        }
    }
}
