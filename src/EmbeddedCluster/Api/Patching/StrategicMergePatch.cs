using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Api.Patching;

/// <summary>Strategic merge patch: lists merge by key, and directives (<c>$patch</c>, <c>$setElementOrder</c>, ...) delete, replace and order.</summary>
internal sealed class StrategicMergePatch(string kind)
{
    private const string OrderPrefix = "$setElementOrder/";
    private const string DeletePrefix = "$deleteFromPrimitiveList/";

    public JsonObject Apply(JsonObject target, JsonObject patch) => Merge(target, patch, []);

    private JsonObject Merge(JsonObject target, JsonObject patch, IReadOnlyList<string> path)
    {
        switch (patch.Text("$patch"))
        {
            case "replace":
                return Clean(patch);
            case "delete":
                return [];
            case null or "merge":
                break;
            case var other:
                throw StatusException.BadRequest($"Unknown patch type found: {other}");
        }

        foreach (var (name, value) in patch.Where(entry => !entry.Key.StartsWith('$')).ToArray())
        {
            if (value is null)
            {
                target.Remove(name);
            }
            else
            {
                target[name] = MergeValue(target[name], value, [.. path, name]);
            }
        }

        ApplyDirectives(target, patch, path);
        return target;
    }

    private JsonNode? MergeValue(JsonNode? target, JsonNode value, IReadOnlyList<string> path)
    {
        if (value is JsonObject map)
        {
            return Merge(target is JsonObject existing ? existing.Copy() : [], map, path);
        }

        if (value is not JsonArray list)
        {
            return value.DeepClone();
        }

        if (PatchSchema.MergeKeys(kind, path) is [var key, ..] && list.All(item => item is JsonObject))
        {
            return MergeList(target as JsonArray, list, key, path);
        }

        return PatchSchema.IsSet(path[^1]) && target is JsonArray set
            ? new JsonArray([.. set.Concat(list).DistinctBy(item => item?.ToJsonString()).Select(item => item?.DeepClone())])
            : list.DeepClone();
    }

    private JsonArray MergeList(JsonArray? target, JsonArray patch, string key, IReadOnlyList<string> path)
    {
        if (patch.OfType<JsonObject>().Any(item => item.Text("$patch") == "replace"))
        {
            return [.. patch.OfType<JsonObject>().Select(Clean).Where(item => item.Count > 0).Select(item => (JsonNode)item)];
        }

        var items = target?.OfType<JsonObject>().Select(item => item.Copy()).ToList() ?? [];
        foreach (var change in patch.OfType<JsonObject>())
        {
            var identity = change[key]?.ToJsonString() ?? throw StatusException.BadRequest(
                $"map: {change.ToJsonString()} does not contain declared merge key: {key}");
            var index = items.FindIndex(item => item[key]?.ToJsonString() == identity);
            if (change.Text("$patch") == "delete")
            {
                items.RemoveAll(item => item[key]?.ToJsonString() == identity);
            }
            else if (index < 0)
            {
                items.Add(Merge([], change, path));
            }
            else
            {
                items[index] = Merge(items[index], change, path);
            }
        }

        return [.. items.Select(item => (JsonNode)item)];
    }

    private void ApplyDirectives(JsonObject target, JsonObject patch, IReadOnlyList<string> path)
    {
        foreach (var (name, value) in patch.Where(entry => entry.Key.StartsWith('$') && entry.Value is JsonArray))
        {
            var values = ((JsonArray)value!).Select(item => item?.ToJsonString()).ToList();
            if (name.StartsWith(DeletePrefix, StringComparison.Ordinal) && target[name[DeletePrefix.Length..]] is JsonArray primitives)
            {
                target[name[DeletePrefix.Length..]] = new JsonArray(
                    [.. primitives.Where(item => !values.Contains(item?.ToJsonString())).Select(item => item?.DeepClone())]);
            }
            else if (name.StartsWith(OrderPrefix, StringComparison.Ordinal) && target[name[OrderPrefix.Length..]] is JsonArray ordered)
            {
                var list = name[OrderPrefix.Length..];
                var keys = PatchSchema.MergeKeys(kind, [.. path, list]);
                var order = ((JsonArray)value!).Select(item => keys is null ? item?.ToJsonString() : item.At(keys[0])?.ToJsonString()).ToList();
                int Position(JsonNode? item) => order.IndexOf(keys is null ? item?.ToJsonString() : item.At(keys[0])?.ToJsonString()) is var at and >= 0
                    ? at
                    : int.MaxValue;
                target[list] = new JsonArray([.. ordered.OrderBy(Position).Select(item => item?.DeepClone())]);
            }
            else if (name == "$retainKeys")
            {
                foreach (var extra in target.Select(entry => entry.Key).Where(entry => !values.Contains(JsonValue.Create(entry).ToJsonString())).ToArray())
                {
                    target.Remove(extra);
                }
            }
        }
    }

    private static JsonObject Clean(JsonObject patch)
    {
        var copy = patch.Copy();
        foreach (var directive in copy.Select(entry => entry.Key).Where(name => name.StartsWith('$')).ToArray())
        {
            copy.Remove(directive);
        }

        return copy;
    }
}
