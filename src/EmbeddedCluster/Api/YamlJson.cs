using System.Globalization;
using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Storage;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Gauntlet.EmbeddedCluster.Api;

/// <summary>Turns a YAML document into JSON by YAML's core schema. Anchors are refused: an alias can expand without bound.</summary>
internal static class YamlJson
{
    private const int MaximumDepth = 64;

    public static JsonNode? Read(IParser parser, int depth)
    {
        if (depth > MaximumDepth)
        {
            throw StatusException.BadRequest($"the YAML document is nested deeper than {MaximumDepth} levels");
        }

        if (parser.TryConsume<Scalar>(out var scalar))
        {
            return Value(scalar);
        }

        if (parser.TryConsume<SequenceStart>(out _))
        {
            var list = new JsonArray();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                list.Add(Read(parser, depth + 1));
            }

            return list;
        }

        if (parser.TryConsume<MappingStart>(out _))
        {
            var map = new JsonObject();
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                map[parser.Consume<Scalar>().Value] = Read(parser, depth + 1);
            }

            return map;
        }

        throw StatusException.BadRequest("the YAML document contains an anchor or alias, which is not accepted");
    }

    private static JsonValue? Value(Scalar scalar)
    {
        if (scalar.Style != ScalarStyle.Plain)
        {
            return JsonValue.Create(scalar.Value);
        }

        return scalar.Value switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" => JsonValue.Create(true),
            "false" or "False" or "FALSE" => JsonValue.Create(false),
            var text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
            var text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) =>
                JsonValue.Create(number),
            var text => JsonValue.Create(text),
        };
    }
}
