using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Api.Patching;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Api.Apply;

/// <summary>
/// Server-side apply: merges what a manager applies, refuses to take fields from others unless forced, and removes what it no longer applies.
/// </summary>
internal sealed class FieldManager(TimeProvider clock)
{
    /// <summary>After any other write: the fields it changed belong to its manager now, and to nobody else.</summary>
    public void Track(ResourceType type, JsonObject? before, JsonObject next, string manager, string subresource)
    {
        var old = before is null ? [] : FieldPath.Leaves(type, before, subresource);
        var now = FieldPath.Leaves(type, next, subresource);
        var changed = now.Where(leaf => !old.TryGetValue(leaf.Key, out var value) || !JsonReading.Same(value, leaf.Value))
            .Select(leaf => leaf.Key).ToHashSet(StringComparer.Ordinal);
        var removed = old.Keys.Where(path => !now.ContainsKey(path)).ToHashSet(StringComparer.Ordinal);
        var managed = ManagedFields.Read(before);
        if (changed.Count > 0 || removed.Count > 0)
        {
            foreach (var entry in managed.Entries)
            {
                entry.Fields.ExceptWith(changed);
                entry.Fields.ExceptWith(removed);
            }

            var own = managed.For(manager, "Update", subresource, type.ApiVersion);
            own.Fields.UnionWith(changed);
            own.Time = clock.Timestamp();
        }

        managed.Write(next);
    }

    /// <summary>Applies <paramref name="config"/>. Throws a conflict (409) naming each field that another manager owns with another value.</summary>
    public JsonObject Apply(ResourceType type, JsonObject? live, JsonObject config, string manager, bool force, string subresource)
    {
        var managed = ManagedFields.Read(live);
        var own = managed.For(manager, "Apply", subresource, type.ApiVersion);
        var applied = FieldPath.Leaves(type, config, subresource);
        var current = live is null ? [] : FieldPath.Leaves(type, live, subresource);
        bool Differs(string path) => applied[path] is not null && current.TryGetValue(path, out var value) && !JsonReading.Same(value, applied[path]);
        var conflicts = managed.Entries.Where(entry => entry != own)
            .SelectMany(entry => entry.Fields.Where(path => applied.ContainsKey(path) && Differs(path)).Select(path => (entry, path))).ToList();
        if (conflicts.Count > 0 && !force)
        {
            throw Conflict(type, conflicts);
        }

        foreach (var (entry, path) in conflicts)
        {
            entry.Fields.Remove(path);
        }

        var merged = live is null ? config.Copy() : (JsonObject)Merge(type, live.Copy(), config, [])!;
        foreach (var path in own.Fields
            .Where(path => !applied.ContainsKey(path) && !managed.Entries.Any(entry => entry != own && entry.Fields.Contains(path))).ToList())
        {
            Remove(merged, FieldPath.Elements(path));
        }

        if (!own.Fields.SetEquals(applied.Keys) || conflicts.Count > 0 || applied.Keys.Any(Differs))
        {
            own.Time = clock.Timestamp();
        }

        own.Fields.Clear();
        own.Fields.UnionWith(applied.Keys);
        managed.Write(merged);
        return merged;
    }

    private static JsonNode? Merge(ResourceType type, JsonNode? target, JsonNode? config, IReadOnlyList<string> names)
    {
        if (config is JsonObject map && target is JsonObject existing && !(names.Count > 0 && PatchSchema.IsAtomic(type.Kind, names)))
        {
            foreach (var (name, value) in map.Where(entry => entry.Value is not null))
            {
                existing[name] = Detach(Merge(type, existing[name], value, [.. names, name]));
            }

            return existing;
        }

        if (config is JsonArray list && target is JsonArray items && !type.IsCustom)
        {
            if (PatchSchema.MergeKeys(type.Kind, names) is { } keys)
            {
                return MergeItems(type, items, list, keys, names);
            }

            if (PatchSchema.IsSet(names[^1]))
            {
                return new JsonArray([.. items.Concat(list).DistinctBy(item => item?.ToJsonString()).Select(item => item?.DeepClone())]);
            }
        }

        return config?.DeepClone();
    }

    private static JsonArray MergeItems(ResourceType type, JsonArray items, JsonArray list, string[] keys, IReadOnlyList<string> names)
    {
        foreach (var item in list.OfType<JsonObject>())
        {
            var element = FieldPath.Key(item, keys) ?? throw StatusException.BadRequest($"an item of {string.Join('.', names)} lacks its key {keys[0]}");
            if (FieldPath.FindItem(items, element) is { } existing)
            {
                Merge(type, existing, item, names);
            }
            else
            {
                items.Add(item.DeepClone());
            }
        }

        return items;
    }

    private static JsonNode? Detach(JsonNode? node) => node?.Parent is null ? node : node.DeepClone();

    private static void Remove(JsonNode? node, ReadOnlySpan<string> path)
    {
        var element = path[0];
        if (path.Length > 1 && path[1] == FieldPath.Item)
        {
            if (node is JsonArray list && FieldPath.FindItem(list, element) is { } item)
            {
                list.Remove(item);
            }
        }
        else if (element.StartsWith("f:", StringComparison.Ordinal) && node is JsonObject map)
        {
            if (path.Length == 1)
            {
                map.Remove(element[2..]);
            }
            else
            {
                Remove(map[element[2..]], path[1..]);
            }
        }
        else if (element.StartsWith("k:", StringComparison.Ordinal) && path.Length > 1 && node is JsonArray items)
        {
            Remove(FieldPath.FindItem(items, element), path[1..]);
        }
        else if (element.StartsWith("v:", StringComparison.Ordinal) && node is JsonArray set
            && set.FirstOrDefault(value => value?.ToJsonString() == element[2..]) is { } value)
        {
            set.Remove(value);
        }
    }

    private static StatusException Conflict(ResourceType type, List<(ManagedFields.Entry Entry, string Path)> conflicts)
    {
        static string With(ManagedFields.Entry entry) => $"\"{entry.Manager}\" using {entry.ApiVersion}";
        var causes = new JsonArray([.. conflicts.Select(conflict => (JsonNode)new JsonObject
        {
            ["reason"] = "FieldManagerConflict",
            ["message"] = $"conflict with {With(conflict.Entry)}",
            ["field"] = FieldPath.Display(conflict.Path),
        })]);
        var groups = conflicts.GroupBy(conflict => With(conflict.Entry)).Select(group => group.Count() == 1
            ? $"conflict with {group.Key}: {FieldPath.Display(group.First().Path)}"
            : $"conflicts with {group.Key}:\n{string.Join('\n', group.Select(conflict => $"- {FieldPath.Display(conflict.Path)}"))}");
        var count = conflicts.Count == 1 ? "1 conflict" : $"{conflicts.Count} conflicts";
        return new StatusException(409, "Conflict", $"Apply failed with {count}: {string.Join('\n', groups)}")
        {
            Details = new JsonObject { ["group"] = type.Group, ["kind"] = type.Plural, ["causes"] = causes },
        };
    }
}
