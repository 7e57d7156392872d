using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Sources.Kustomize;

/// <summary>
/// Finds the user's own lines of what Kustomize rendered: those of the file that an object comes from, and those of what changed a field of it.
/// </summary>
internal sealed class KustomizeOrigins
{
    private readonly SourceRequest _request;
    private readonly KustomizeTree _tree;
    private readonly Dictionary<string, IReadOnlyList<ManifestDocument>> _files = [];
    private readonly ILookup<(string Name, string Value), FieldPlace> _changes;

    public KustomizeOrigins(SourceRequest request, KustomizeTree tree)
    {
        (_request, _tree) = (request, tree);
        _changes = tree.Kustomizations.SelectMany(entry => OwnValues(entry).Concat(PatchText.Read(entry, request.NameOf)))
            .ToLookup(entry => (entry.Leaf.Name, entry.Leaf.Value), entry => entry.Place);
    }

    /// <summary>The document with its origin.</summary>
    public ManifestDocument Place(RenderedDocument rendered) => rendered.Document with { Origin = OriginOf(rendered) };

    private Origin OriginOf(RenderedDocument rendered)
    {
        if (rendered.File is not { } file)
        {
            return new Origin(_request.NameOf(_tree.Top!.File), 1, 0);
        }

        if (_tree.Kustomizations.FirstOrDefault(entry => entry.File == file) is { } generating)
        {
            return new Origin(_request.NameOf(file), Generator(generating, rendered) is { } field ? generating.LineOf(field) : 1, 0);
        }

        var source = Source(file, rendered);
        var before = Leaf.Of(source?.Body).ToDictionary(leaf => leaf.Path, leaf => leaf.Value);
        var changed = Leaf.Of(rendered.Document.Body).Where(leaf => before.GetValueOrDefault(leaf.Path) != leaf.Value)
            .Select(leaf => (leaf.Path, Place: ChangeOf(leaf))).Where(entry => entry.Place is not null)
                .ToDictionary(entry => entry.Path, entry => entry.Place!);
        return (source?.Origin ?? new Origin(_request.NameOf(file), 1, 0)) with { Elsewhere = changed.Count > 0 ? changed : null };
    }

    private static string? Generator(Kustomization kustomization, RenderedDocument rendered) => kustomization.OwnGenerators
        .FirstOrDefault(entry => rendered.Name.Contains(ManifestDocument.TextOf(entry.Item["name"]), StringComparison.Ordinal)).Field;

    /// <summary>The document of a file that a rendered one was: its name may have got a prefix or a suffix.</summary>
    private ManifestDocument? Source(string file, RenderedDocument rendered)
    {
        if (!_files.TryGetValue(file, out var documents))
        {
            _files[file] = documents = ManifestReader.Read(_request.Names, file, []);
        }

        var same = documents.Where(document => document.Kind == rendered.Document.Kind).ToList();
        return same is [var only] ? only
            : same.Where(document => rendered.Name.Contains(NameOf(document), StringComparison.Ordinal)).MaxBy(document => NameOf(document).Length);
    }

    private FieldPlace? ChangeOf(Leaf leaf) => _changes[(leaf.Name, leaf.Value)].FirstOrDefault() ?? (leaf.Name == "image" ? ImageEntry(leaf) : null);

    private FieldPlace? ImageEntry(Leaf leaf) => (
        from kustomization in _tree.Kustomizations
        from entry in kustomization.Items("images")
        let name = ManifestDocument.TextOf(entry.Item["newName"] ?? entry.Item["name"])
        where leaf.Value.Trim('"').StartsWith(name, StringComparison.Ordinal)
        select new FieldPlace(_request.NameOf(kustomization.File), kustomization.LineOf(entry.Field))).FirstOrDefault();

    private IEnumerable<(Leaf Leaf, FieldPlace Place)> OwnValues(Kustomization of) => Leaf.Of(of.Body).Select(leaf => (
        leaf.Name == "count" ? leaf with { Name = "replicas" } : leaf, new FieldPlace(_request.NameOf(of.File), of.LineOf(leaf.Path))));

    private static string NameOf(ManifestDocument document) => ManifestDocument.TextOf(document.Body["metadata"]?["name"]);
}
