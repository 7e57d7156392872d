using System.Text.Json.Nodes;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Sources;

/// <summary>What is rendered twice must be the same twice: else nobody knows what was checked.</summary>
internal static class RenderedTwice
{
    /// <summary>A problem for each object that differs.</summary>
    public static IEnumerable<ManifestProblem> Compare(IReadOnlyList<ManifestDocument> first, IReadOnlyList<ManifestDocument> second)
    {
        if (first.Count != second.Count)
        {
            yield return Problem(first.Concat(second).First(), "", $"{first.Count} objects the first time, and {second.Count} the second");
            yield break;
        }

        foreach (var (one, other) in first.Zip(second))
        {
            if (Difference(one.Body, other.Body, "") is { } field)
            {
                yield return Problem(one, field, $"{one.Kind} {ManifestDocument.TextOf(one.Body["metadata"]?["name"])} differs in {field}");
            }
        }
    }

    private static ManifestProblem Problem(ManifestDocument of, string field, string what) => of.Origin.Problem(
        field, $"Rendered twice, it is not the same: {what}.",
            "Give the value yourself instead of having it made up: what is checked must be what is deployed.");

    /// <summary>The first field that differs; null where none does.</summary>
    private static string? Difference(JsonNode? one, JsonNode? other, string path) => (one, other) switch
    {
        (JsonObject a, JsonObject b) => a.Select(entry => entry.Key).Union(b.Select(entry => entry.Key))
            .Select(name => Difference(a[name], b[name], FieldPath.Of(path, name))).FirstOrDefault(found => found is not null),
        (JsonArray a, JsonArray b) when a.Count == b.Count => a.Zip(b).Index()
            .Select(entry => Difference(entry.Item.First, entry.Item.Second, FieldPath.Of(path, entry.Index))).FirstOrDefault(found => found is not null),
        _ => JsonNode.DeepEquals(one, other) ? null : path,
    };
}
