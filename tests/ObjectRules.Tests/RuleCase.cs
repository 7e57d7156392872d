using System.Globalization;
using System.Text.Json.Nodes;

namespace Gauntlet.ObjectRules.Tests;

/// <summary>A row of a table: an object that is good but for what is set, and the problems that it has; a row without any is a good one.</summary>
/// <param name="Differs">Why a recorded server answers something else; null where it must answer the same.</param>
/// <param name="NewWords">Whether current servers say the same in other words than the recorded one.</param>
public sealed record RuleCase(string Name, JsonObject Item, IReadOnlyList<string> Expected, string? Differs, bool NewWords)
{
    private static readonly Lazy<JsonObject> Bases = new(() => Yaml.Objects(Path.Combine(Folder, "bases.yaml")).Single());

    private static readonly Lazy<IReadOnlyList<RuleCase>> Rows = new(() => [.. Directory.EnumerateFiles(Path.Combine(Folder, "Cases"),
        "*.yaml").Order(StringComparer.Ordinal).SelectMany(Load)]);

    public static string Folder => TestContext.CurrentContext.TestDirectory;

    public static IReadOnlyList<RuleCase> All => Rows.Value;

    public override string ToString() => Name;

    private static IEnumerable<RuleCase> Load(string file) => ((JsonArray)Yaml.Read(file).Single()!).OfType<JsonObject>().Select(row => new RuleCase(
        $"{Path.GetFileNameWithoutExtension(file)}: {(string)row["name"]!} ({(string)row["base"]!})",
        Changed((JsonObject)Bases.Value[(string)row["base"]!]!.DeepClone(), row["set"] as JsonObject ?? []),
        [.. (row["expect"] as JsonArray ?? []).Select(line => (string)line!)],
        (string?)row["differs"],
        (bool?)row["newWords"] ?? false));

    private static JsonObject Changed(JsonObject item, JsonObject settings)
    {
        foreach (var (path, value) in settings)
        {
            Set(item, path.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.'), Expand(value?.DeepClone()));
        }

        return item;
    }

    private static void Set(JsonNode item, string[] path, JsonNode? value)
    {
        foreach (var step in path[..^1])
        {
            item = item is JsonArray list ? list[int.Parse(step, CultureInfo.InvariantCulture)]!
                : item[step] ?? ((JsonObject)item)[step] ?? Add((JsonObject)item, step);
        }

        ((JsonObject)item).Remove(path[^1]);
        if (value is not null)
        {
            item[path[^1]] = value;
        }
    }

    private static JsonObject Add(JsonObject item, string step)
    {
        JsonObject child = [];
        item[step] = child;
        return child;
    }

    /// <summary>The text <c>@1000</c> stands for a text of that length.</summary>
    private static JsonNode? Expand(JsonNode? value)
    {
        if (value is JsonObject map)
        {
            foreach (var (key, child) in map.ToList())
            {
                if (child is JsonValue && child.GetValueKind() == System.Text.Json.JsonValueKind.String && ((string)child!).StartsWith('@')
                    && int.TryParse(((string)child!)[1..], out var length))
                {
                    map[key] = new string('x', length);
                }
            }
        }

        return value;
    }
}
