using System.Globalization;
using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Api.Tables;

/// <summary>Renders objects as the <c>meta.k8s.io/v1 Table</c> that kubectl prints.</summary>
internal sealed class TableRenderer(TimeProvider clock, string? includeObject)
{
    public JsonObject Render(ResourceType type, IEnumerable<JsonObject> items, long revision)
    {
        var columns = PrinterColumns.Of(type);
        return new JsonObject
        {
            ["kind"] = "Table",
            ["apiVersion"] = "meta.k8s.io/v1",
            ["metadata"] = new JsonObject { ["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture) },
            ["columnDefinitions"] = new JsonArray([.. columns.Select(column => (JsonNode)new JsonObject
            {
                ["name"] = column.Name,
                ["type"] = column.IsNumber ? "integer" : "string",
                ["format"] = column.Name == "Name" ? "name" : "",
                ["description"] = column.Name,
                ["priority"] = column.Wide ? 1 : 0,
            })]),
            ["rows"] = new JsonArray([.. items.Select(item => (JsonNode)Row(columns, item))]),
        };
    }

    private JsonObject Row(IReadOnlyList<Column> columns, JsonObject item)
    {
        var row = new JsonObject { ["cells"] = new JsonArray([.. columns.Select(column => Cell(column, item))]) };
        if (includeObject != "None")
        {
            row["object"] = includeObject == "Object" ? item.DeepClone() : item.OnlyMetadata();
        }

        return row;
    }

    private JsonValue? Cell(Column column, JsonObject item)
    {
        var text = column.Read(item, clock.GetUtcNow());
        return column.IsNumber && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number) : JsonValue.Create(text);
    }
}
