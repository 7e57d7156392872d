using System.Text.Json.Nodes;

namespace Gauntlet.EmbeddedCluster.Storage;

/// <summary>Field selectors: <c>metadata.name=x</c>, <c>status.phase!=Failed</c>. Any path of plain fields may be compared.</summary>
internal sealed class FieldSelector
{
    private readonly List<(string[] Path, string Value, bool Equal)> _tests = [];

    public bool Matches(JsonObject item) => _tests.TrueForAll(test => (Read(item, test.Path) == test.Value) == test.Equal);

    /// <summary>Parses a query. Throws <c>BadRequest</c> when it is not a selector.</summary>
    public static FieldSelector Parse(string? query)
    {
        var result = new FieldSelector();
        foreach (var term in (query ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equal = !term.Contains("!=", StringComparison.Ordinal);
            if (term.Split(["!=", "==", "="], StringSplitOptions.None) is not [var field, var value])
            {
                throw StatusException.BadRequest($"invalid field selector: \"{term}\"; can't understand it");
            }

            result._tests.Add((field.Trim().Split('.'), value.Trim(), equal));
        }

        return result;
    }

    private static string Read(JsonObject item, string[] path) => item.At(path) switch
    {
        null => "",
        JsonValue value => value.Text() ?? value.ToJsonString(),
        var other => other.ToJsonString(),
    };
}
