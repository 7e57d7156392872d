using System.Text.Json;
using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Api.Admission;
using Gauntlet.EmbeddedCluster.Storage;
using Gauntlet.ObjectRules.Forms;

namespace Gauntlet.EmbeddedCluster.Api;

/// <summary>
/// Checks an object's fields against the client library's models: a field of the wrong type is always refused; an unknown one is refused (Strict),
/// or dropped with a warning (Warn) or in silence (Ignore). Custom resources are stored as given.
/// </summary>
internal sealed class FieldValidation(KindModels models)
{
    public void Check(HttpContext context, ResourceType type, JsonObject item, WriteOptions options)
    {
        if (type.IsCustom || models.Find(type) is not { } model)
        {
            return;
        }

        List<string> unknown = [];
        Walk(type, item, model, "", unknown);
        if (unknown.Count == 0)
        {
            return;
        }

        var text = string.Join(", ", unknown.Select(field => $"unknown field \"{field}\""));
        switch (options.FieldValidation)
        {
            case "Strict":
                throw StatusException.BadRequest(
                    $"{type.Kind} in version \"{type.Version}\" cannot be handled as a {type.Kind}: strict decoding error: {text}");
            case "Warn":
                context.Response.Headers.Append("Warning", $"299 - \"{text.Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
                break;
        }
    }

    private static void Walk(ResourceType type, JsonObject item, FieldModel model, string path, List<string> unknown)
    {
        foreach (var (name, value) in item.ToArray())
        {
            var field = path.Length == 0 ? name : $"{path}.{name}";
            if (model.Fields.TryGetValue(name, out var child))
            {
                Visit(type, value, child, field, unknown);
            }
            else
            {
                unknown.Add(field);
                item.Remove(name);
            }
        }
    }

    private static void Visit(ResourceType type, JsonNode? value, FieldModel model, string field, List<string> unknown)
    {
        if (value is null || model.Shape == FieldShape.Anything)
        {
            return;
        }

        if (!model.Accepts(value.GetValueKind()))
        {
            throw StatusException.BadRequest($"{type.Kind} in version \"{type.Version}\" cannot be handled as a {type.Kind}: json: cannot unmarshal "
                + $"{Word(value.GetValueKind())} into Go struct field {type.Kind}.{field} of type {model.Word}");
        }

        if (model.Shape == FieldShape.Quantity && Quantity.Parse(value.Text() ?? value.ToJsonString()) is null)
        {
            throw StatusException.BadRequest($"{type.Kind} in version \"{type.Version}\" cannot be handled as a {type.Kind}: {Quantity.Rule}");
        }

        if (model.Shape == FieldShape.Bytes && Base64.FirstWrong(value.Text() ?? "") is { } at)
        {
            throw StatusException.BadRequest(
                $"{type.Kind} in version \"{type.Version}\" cannot be handled as a {type.Kind}: illegal base64 data at input byte {at}");
        }

        switch (value)
        {
            case JsonObject map when model.Shape == FieldShape.Object:
                Walk(type, map, model, field, unknown);
                break;
            case JsonObject map when model.Shape == FieldShape.Map:
                foreach (var (name, child) in map)
                {
                    Visit(type, child, model.Item!, $"{field}.{name}", unknown);
                }

                break;
            case JsonArray list when model.Shape == FieldShape.List:
                for (var index = 0; index < list.Count; index++)
                {
                    Visit(type, list[index], model.Item!, $"{field}[{index}]", unknown);
                }

                break;
        }
    }

    private static string Word(JsonValueKind kind) => kind switch
    {
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "bool",
        JsonValueKind.Array => "array",
        _ => "object",
    };
}
