using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gauntlet.ForeignText;

/// <summary>JSON that somebody else made, whose shape is not known yet but whose size is bounded.</summary>
public static class ForeignJson
{
    /// <summary>Characters of one text.</summary>
    public const int MostCharacters = 32_768;

    /// <summary>The largest magnitude of a number but a seed: as many as a document may hold of them still add up to a whole number of 64 bits.</summary>
    public const double MostNumber = 1e13;

    /// <summary>Any whole number of 64 bits, and nothing that is added up.</summary>
    private const string Seed = "seed";

    private const int MostDepth = 32;
    private const int MostValues = 500_000;

    /// <summary>Reads a document, and refuses what none of ours holds: depth, long texts, numbers out of range, null in the place of an item.</summary>
    /// <exception cref="JsonException">It is refused, or no JSON; the message has the place and the reason.</exception>
    public static JsonNode Parse(string json)
    {
        var options = new JsonDocumentOptions { MaxDepth = MostDepth, AllowDuplicateProperties = false };
        var root = JsonNode.Parse(json, documentOptions: options) ?? throw new JsonException("it holds nothing");
        var values = 0;
        Check(root, ref values);
        return root;
    }

    private static void Check(JsonNode node, ref int values)
    {
        if (++values > MostValues)
        {
            throw new JsonException($"it holds more than {MostValues:N0} values");
        }

        switch (node)
        {
            case JsonObject properties:
                foreach (var (name, value) in properties)
                {
                    Bound(name, node);
                    if (value is not null)
                    {
                        Check(value, ref values);
                    }
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Check(item ?? throw Refusal(node, "null is no item"), ref values);
                }

                break;
            case JsonValue value:
                Check(value);
                break;
        }
    }

    private static void Check(JsonValue value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.String:
                Bound(value.GetValue<string>(), value);
                break;
            case JsonValueKind.Number when !value.TryGetValue(out double number) || !(Math.Abs(number) <= MostNumber || IsSeed(value)):
                throw Refusal(value, "the number is out of range");
        }
    }

    private static bool IsSeed(JsonValue value) => value.Parent is JsonObject && value.GetPropertyName() == Seed && value.TryGetValue(out ulong _);

    private static void Bound(string text, JsonNode node)
    {
        if (text.Length > MostCharacters)
        {
            throw Refusal(node, $"a text is longer than {MostCharacters:N0} characters");
        }
    }

    /// <summary>The place is quoted up to a name that is no plain word: it may be a stranger's.</summary>
    private static JsonException Refusal(JsonNode node, string why)
    {
        var path = node.GetPath();
        var plain = path.TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c is '$' or '.' or '[' or ']' or '_').Take(100).ToArray();
        return new JsonException($"{new string(plain)}: {why}");
    }
}
