using System.Text.Json.Nodes;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Manifests;

/// <summary>A file or folder that a kustomization names.</summary>
/// <param name="Field">In which it stands.</param>
/// <param name="Path">As it is written.</param>
/// <param name="MayBeFolder">Whether it may be another kustomization.</param>
internal sealed record KustomizeReference(string Field, string Path, bool MayBeFolder);

/// <summary>One kustomization, as it is written.</summary>
/// <param name="File">Rooted.</param>
/// <param name="Body">All of it.</param>
/// <param name="Lines">The line of each field.</param>
internal sealed record Kustomization(string File, JsonObject Body, IReadOnlyDictionary<string, int> Lines)
{
    private static readonly string[] Names = ["kustomization.yaml", "kustomization.yml", "Kustomization"];
    private static readonly string[] OfObjects = ["resources", "bases", "components"];
    private static readonly string[] OfFiles = ["configurations", "crds"];
    private static readonly string[] OfPatches = ["patches", "patchesJson6902", "replacements"];
    private static readonly string[] Generators = ["configMapGenerator", "secretGenerator"];

    /// <summary>The lists of patches that may have a target, or be written in place.</summary>
    public static readonly string[] PatchLists = ["patches", "patchesJson6902"];

    public string Folder => Path.GetDirectoryName(File)!;

    /// <summary>Whether it changes what others bring, and brings nothing itself.</summary>
    public bool IsComponent => (string?)Body["kind"] == "Component";

    /// <summary>Everything that it takes from elsewhere.</summary>
    public IEnumerable<KustomizeReference> References =>
        OfObjects.SelectMany(name => Texts(name).Select(entry => new KustomizeReference(entry.Field, entry.Text, true)))
            .Concat(OfFiles.SelectMany(name => Texts(name).Select(entry => new KustomizeReference(entry.Field, entry.Text, false))))
            .Concat(OfPatches.SelectMany(name => Items(name)
                .Select(entry => new KustomizeReference($"{entry.Field}.path", ManifestDocument.TextOf(entry.Item["path"]), false))))
            .Concat(Texts("patchesStrategicMerge").Where(entry => !entry.Text.Contains('\n', StringComparison.Ordinal))
                .Select(entry => new KustomizeReference(entry.Field, entry.Text, false)))
            .Concat(Generators.SelectMany(name => Items(name)).SelectMany(entry => OfGenerator(entry.Field, entry.Item)))
            .Append(new KustomizeReference("openapi.path", ManifestDocument.TextOf((Body["openapi"] as JsonObject)?["path"]), false))
            .Where(reference => reference.Path.Length > 0);

    /// <summary>The generators of ConfigMaps and Secrets.</summary>
    public IEnumerable<(string Field, JsonObject Item)> OwnGenerators => Generators.SelectMany(Items);

    public static bool IsNamedAsOne(string file) => Names.Contains(Path.GetFileName(file));

    /// <summary>The kustomization of a folder; null where it has none.</summary>
    public static string? In(string folder) => Names.Select(name => Path.Combine(folder, name)).FirstOrDefault(System.IO.File.Exists);

    /// <summary>Whether it builds on what does not lie in its own folder.</summary>
    public static bool TakesFromOutside(string file) =>
        Read(file, file, [])?.References.Any(reference => reference.MayBeFolder && reference.Path.StartsWith("..", StringComparison.Ordinal)) == true;

    /// <summary>Reads one; null where it is none, which is among the problems then.</summary>
    /// <param name="file">Rooted.</param>
    /// <param name="name">As problems name it.</param>
    public static Kustomization? Read(string file, string name, List<ManifestProblem> problems)
    {
        var before = problems.Count;
        var trees = ManifestReader.ReadText(file, name, problems) is { } text ? YamlText.Read(name, text, problems) : [];
        if (trees is [var (_, tree)] && tree.Root is JsonObject body)
        {
            return new Kustomization(file, body, tree.Lines);
        }

        if (problems.Count == before)
        {
            problems.Add(new ManifestProblem(name, null, "This is no kustomization.", "It is one mapping of fields such as resources and patches."));
        }

        return null;
    }

    /// <summary>The objects of a list, each with its field.</summary>
    public IEnumerable<(string Field, JsonObject Item)> Items(string list) =>
        (Body[list] as JsonArray ?? []).Index().Where(entry => entry.Item is JsonObject)
            .Select(entry => (FieldPath.Of(list, entry.Index), entry.Item!.AsObject()));

    /// <summary>The texts of a list, each with its field.</summary>
    public IEnumerable<(string Field, string Text)> Texts(string list) => Texts(list, Body[list]);

    /// <summary>The line of a field, or of what is around it.</summary>
    public int LineOf(string field)
    {
        for (; field.Length > 0; field = FieldPath.Parent(field))
        {
            if (Lines.TryGetValue(field, out var line))
            {
                return line;
            }
        }

        return 1;
    }

    private static IEnumerable<(string Field, string Text)> Texts(string field, JsonNode? list) =>
        (list as JsonArray ?? []).Index().Select(entry => (FieldPath.Of(field, entry.Index), ManifestDocument.TextOf(entry.Item)))
            .Where(entry => entry.Item2.Length > 0);

    private static IEnumerable<KustomizeReference> OfGenerator(string field, JsonObject generator) =>
        Texts($"{field}.files", generator["files"]).Select(entry => (entry.Field, entry.Text[(entry.Text.IndexOf('=', StringComparison.Ordinal) + 1)..]))
            .Concat(Texts($"{field}.envs", generator["envs"])).Append(($"{field}.env", ManifestDocument.TextOf(generator["env"])))
            .Select(entry => new KustomizeReference(entry.Item1, entry.Item2, false));
}
