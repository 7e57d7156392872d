using System.Text.Json.Nodes;
using Gauntlet.ObjectRules;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Manifests;

/// <summary>Makes an object of what a file says, or says what keeps it from being one.</summary>
internal static class ObjectReader
{
    public static KubeObject? Read(ManifestDocument document, KindTable kinds, List<ManifestProblem> problems)
    {
        var origin = document.Origin;
        if (document is not { ApiVersion: { } version, Kind: { } kind } || document.IsList)
        {
            problems.Add(origin.Problem(
                "kind", document.IsList ? "A list has an entry that is no object." : "apiVersion or kind is missing.", "Every object has both."));
            return null;
        }

        var known = kinds.Find(version, kind);
        if (known is null && UnknownKinds.Correct(version, kind) is { } correct)
        {
            problems.Add(origin.Problem("kind", $"There is no kind {kind} in {version}.", correct));
            return null;
        }

        var wrong = Shape(document, version, kind).ToList();
        if (wrong.Count == 0 && (document.Body["metadata"] is not JsonObject metadata || !IsText(metadata["name"]) || ((string)metadata["name"]!).Length == 0))
        {
            wrong.Add(origin.Problem("metadata", $"The {kind} has no metadata.name.", "Name it."));
        }

        if (wrong.Count == 0 && RequiredFields.FirstMissing(document.Body) is { } missing)
        {
            wrong.Add(origin.Problem(missing, $"The {kind} has no {missing}.", "Add it: the Kubernetes API requires it."));
        }

        if (wrong.Count == 0)
        {
            wrong.AddRange(Rules.Check(document.Body).Select(rule =>
                origin.Problem(rule.Field, $"The Kubernetes API does not take the {kind}: {rule.Field}: {rule.Message.TrimEnd('.')}.", "Correct the field.")));
        }

        problems.AddRange(wrong);
        var (group, name) = KindTable.Split(version);
        return wrong.Count > 0 ? null : new KubeObject(known ?? new ObjectKind(group, name, kind, null, null), document.Body, origin);
    }

    /// <summary>Of a custom resource no more than its metadata is known here.</summary>
    private static IEnumerable<ManifestProblem> Shape(ManifestDocument document, string version, string kind)
    {
        var shape = KindTable.TypeOf(version, kind) is { } model
            ? ObjectShape.Check(document.Body, model)
            : ObjectShape.Check(new JsonObject { ["metadata"] = document.Body["metadata"]?.DeepClone() }, typeof(k8s.Models.V1ConfigMap));
        return shape.Select(wrong => wrong.What is { } what
            ? document.Origin.Problem(wrong.Path, $"The {kind} has a field that does not fit: {wrong.Path}: {what}.",
                "Check its spelling and type against the Kubernetes API.")
            : document.Origin.Problem(
                wrong.Path, $"{wrong.Path} is text, and YAML reads {Written(document, wrong.Path)} as a number or a boolean.",
                $"Put it in quotes: \"{Written(document, wrong.Path)}\"."));
    }

    private static string Written(ManifestDocument document, string path) => document.Written.GetValueOrDefault(path, "it");

    private static bool IsText(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out _);
}
