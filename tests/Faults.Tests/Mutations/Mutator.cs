using System.Text.Json.Nodes;

namespace Gauntlet.Faults.Tests.Mutations;

/// <summary>
/// Changes texts at random, on the level of their characters and, where they are JSON, on that of their values. Mutation i is a pure function of seed and i.
/// </summary>
internal sealed class Mutator(int seed)
{
    private static readonly string[] Tokens =
    [
        "null", "{", "}", "[", "]", "\"", ":", ",", "-1", "1e999", "99999999999999999999",
        "\\u0000", "\0", "\t", "---\n", "&a *a", "!!int ", "<<: *a", "😀", "\uFEFF", "true", "''", "\\",
    ];

    /// <summary>One to four changes of a text.</summary>
    public string Mutate(string text, long index)
    {
        var random = new Random(unchecked((seed * 486_187_739) + (int)index));
        if (random.Next(2) == 0 && Structured(text, random) is { } structured)
        {
            return structured;
        }

        for (var changes = random.Next(1, 5); changes > 0; changes--)
        {
            text = Changed(text, random);
        }

        return text;
    }

    private static string Changed(string text, Random random)
    {
        var (at, length) = Range(text, random);
        return random.Next(6) switch
        {
            0 => text[..at],
            1 => text.Remove(at, length),
            2 => text.Insert(at, Tokens[random.Next(Tokens.Length)]),
            3 => text.Insert(at, text.Substring(at, length)),
            4 => text.Remove(at, length).Insert(at, Tokens[random.Next(Tokens.Length)]),
            _ => length == 0 ? text : text.Remove(at, 1).Insert(at, ((char)random.Next(1, 0x250)).ToString()),
        };
    }

    private static (int At, int Length) Range(string text, Random random)
    {
        var at = random.Next(text.Length + 1);
        return (at, random.Next(Math.Min(40, text.Length - at) + 1));
    }

    /// <summary>Replaces or removes one value; null where the text is no JSON.</summary>
    private static string? Structured(string text, Random random)
    {
        if (!text.StartsWith('{') || JsonNode.Parse(text) is not { } root)
        {
            return null;
        }

        var places = Places(root).ToList();
        var (parent, key) = places[random.Next(places.Count)];
        JsonNode? value = random.Next(7) switch
        {
            0 => null,
            1 => JsonValue.Create(random.Next(-2, 3)),
            2 => JsonValue.Create(double.MaxValue),
            3 => JsonValue.Create(Tokens[random.Next(Tokens.Length)]),
            4 => new JsonArray(),
            5 => new JsonObject(),
            _ => new JsonArray(null, "x", 1),
        };
        if (parent is JsonObject holder)
        {
            if (random.Next(5) == 0)
            {
                holder.Remove((string)key);
            }
            else
            {
                holder[(string)key] = value;
            }
        }
        else
        {
            parent.AsArray()[(int)key] = value;
        }

        return root.ToJsonString();
    }

    private static IEnumerable<(JsonNode Parent, object Key)> Places(JsonNode? node) => node switch
    {
        JsonObject holder => holder.SelectMany(entry => Places(entry.Value).Prepend((holder, entry.Key))),
        JsonArray array => array.SelectMany((entry, index) => Places(entry).Prepend((array, index))),
        _ => [],
    };
}
