using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Gauntlet.ObjectRules.Tests;

/// <summary>YAML as the API's own JSON.</summary>
internal static class Yaml
{
    public static IReadOnlyList<JsonNode?> Read(string file) => Parse(File.ReadAllText(file));

    public static IReadOnlyList<JsonNode?> Parse(string text)
    {
        using var reader = new StringReader(text);
        var stream = new YamlStream();
        stream.Load(reader);
        return [.. stream.Documents.Select(document => Convert(document.RootNode))];
    }

    public static IEnumerable<JsonObject> Objects(string file) => Read(file).OfType<JsonObject>();

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(entry => KeyValuePair.Create(((YamlScalarNode)entry.Key).Value!, Convert(entry.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Convert)]),
        YamlScalarNode scalar => Scalar(scalar),
        _ => null,
    };

    private static JsonNode? Scalar(YamlScalarNode scalar) => (scalar.Style, scalar.Value) switch
    {
        (not ScalarStyle.Plain, var text) => text,
        (_, null or "" or "~" or "null") => null,
        (_, "true") => true,
        (_, "false") => false,
        (_, var text) when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        (_, var text) => text,
    };
}
