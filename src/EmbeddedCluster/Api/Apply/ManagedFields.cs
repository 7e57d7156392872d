using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Api.Apply;

/// <summary>Who owns which fields of an object.</summary>
internal sealed class ManagedFields
{
    private readonly List<Entry> _entries = [];

    public IEnumerable<Entry> Entries => _entries;

    public static ManagedFields Read(JsonObject? item)
    {
        var result = new ManagedFields();
        foreach (var entry in item.Objects("metadata", "managedFields"))
        {
            HashSet<string> fields = new(StringComparer.Ordinal);
            Flatten(entry.Object("fieldsV1") ?? [], "", fields);
            result._entries.Add(new Entry(
                entry.Text("manager") ?? "", entry.Text("operation") ?? "Update", entry.Text("subresource") ?? "", entry.Text("apiVersion") ?? "", fields)
            {
                Time = entry.Text("time") ?? "",
            });
        }

        return result;
    }

    public Entry For(string manager, string operation, string subresource, string apiVersion)
    {
        var found = _entries.Find(entry => entry.Manager == manager && entry.Operation == operation && entry.Subresource == subresource);
        if (found is null)
        {
            found = new Entry(manager, operation, subresource, apiVersion, new HashSet<string>(StringComparer.Ordinal));
            _entries.Add(found);
        }

        return found;
    }

    public void Write(JsonObject item)
    {
        var entries = _entries.Where(entry => entry.Fields.Count > 0).Select(entry =>
        {
            var written = new JsonObject
            {
                ["manager"] = entry.Manager,
                ["operation"] = entry.Operation,
                ["apiVersion"] = entry.ApiVersion,
                ["time"] = entry.Time,
                ["fieldsType"] = "FieldsV1",
                ["fieldsV1"] = Unflatten(entry.Fields),
            };
            if (entry.Subresource.Length > 0)
            {
                written["subresource"] = entry.Subresource;
            }

            return (JsonNode)written;
        });
        item.Ensure("metadata")["managedFields"] = new JsonArray([.. entries]);
    }

    private static void Flatten(JsonObject node, string path, HashSet<string> fields)
    {
        foreach (var (name, value) in node)
        {
            if (value is JsonObject { Count: > 0 } child)
            {
                Flatten(child, FieldPath.Child(path, name), fields);
            }
            else
            {
                fields.Add(FieldPath.Child(path, name));
            }
        }
    }

    private static JsonObject Unflatten(IEnumerable<string> fields)
    {
        var root = new JsonObject();
        foreach (var path in fields.Order(StringComparer.Ordinal))
        {
            root.Ensure(FieldPath.Elements(path));
        }

        return root;
    }

    internal sealed record Entry(string Manager, string Operation, string Subresource, string ApiVersion, HashSet<string> Fields)
    {
        public string Time { get; set; } = "";
    }
}
