using System.Text.Json.Nodes;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Sources.Kustomize;

/// <summary>What the patches of a kustomization say, value by value, with the line of each.</summary>
internal static class PatchText
{
    /// <summary>The values of all its patches, in files of their own and written in place.</summary>
    public static IEnumerable<(Leaf Leaf, FieldPlace Place)> Read(Kustomization of, Func<string, string> nameOf)
    {
        foreach (var reference in of.References.Where(reference => reference.Field.StartsWith("patches", StringComparison.Ordinal)))
        {
            var (file, problems) = (Path.GetFullPath(reference.Path, of.Folder), new List<ManifestProblem>());
            foreach (var found in Values(ManifestReader.ReadText(file, "", problems) ?? ""))
            {
                yield return (found.Leaf, new FieldPlace(nameOf(file), found.Line));
            }
        }

        var inPlace = Kustomization.PatchLists.SelectMany(of.Items).Select(entry => ($"{entry.Field}.patch", ManifestDocument.TextOf(entry.Item["patch"])))
            .Concat(of.Texts("patchesStrategicMerge"));
        foreach (var (field, text) in inPlace.Where(entry => entry.Item2.Contains('\n', StringComparison.Ordinal)))
        {
            // The first line of a block is the one below its key.
            foreach (var found in Values(text))
            {
                yield return (found.Leaf, new FieldPlace(nameOf(of.File), of.LineOf(field) + found.Line));
            }
        }
    }

    private static IEnumerable<(Leaf Leaf, int Line)> Values(string text) => YamlText.Read("", text, [])
        .SelectMany(document => document.Tree.Root is JsonArray operations
        ? operations.Index().SelectMany(entry => OfOperation(entry.Item, FieldPath.Of("", entry.Index), document.Tree))
        : Leaf.Of(document.Tree.Root).Select(leaf => (leaf, document.Tree.Lines.GetValueOrDefault(leaf.Path, document.Tree.Line))));

    /// <summary>Of a JSON patch: the path names what the value is given to.</summary>
    private static IEnumerable<(Leaf Leaf, int Line)> OfOperation(JsonNode? operation, string field, YamlTree tree)
    {
        var name = ManifestDocument.TextOf((operation as JsonObject)?["path"]).Split('/').LastOrDefault(part => !int.TryParse(part, out _) && part != "-")
            ?? "";
        return Leaf.Of((operation as JsonObject)?["value"], $"{field}.value", name.Replace("~1", "/", StringComparison.Ordinal)
            .Replace("~0", "~", StringComparison.Ordinal))
            .Select(leaf => (leaf, tree.Lines.GetValueOrDefault(leaf.Path, tree.Line)));
    }
}
