using System.Text.Json.Nodes;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Sources.Kustomize;

/// <summary>What Kustomize makes of one kustomization.</summary>
/// <param name="Objects">Each with the file that it comes from, rooted; the kustomization's own for what it generates, null where that is not said.</param>
/// <param name="Error">Why there is nothing; null where there is.</param>
internal sealed record KustomizeRender(IReadOnlyList<RenderedDocument> Objects, string? Error)
{
    private const string Origin = "config.kubernetes.io/origin";

    /// <summary>Renders a kustomization of the tree, some of them exchanged by others.</summary>
    public static async Task<KustomizeRender> OfAsync(
        SourceRequest request, KustomizeTree tree, Kustomization what, CancellationToken cancellation, params (Kustomization Of, JsonObject Body)[] changed)
    {
        // Every object says where it comes from where the outermost kustomization asks for it.
        var body = WithOrigins(changed.FirstOrDefault(entry => entry.Of == what).Body ?? what.Body);
        using var staged = new StagedTree(tree, request.Repository.Root, [.. changed.Where(entry => entry.Of != what), (what, body)]);
        var folder = staged.PathOf(what.Folder);
        var answer = await request.Run(["kustomize", folder, $"--output={staged.Output}"], cancellation).ConfigureAwait(false);
        if (answer.ExitCode != 0 || !File.Exists(staged.Output))
        {
            return new KustomizeRender([], staged.Clean(KubectlText.Read(answer.Errors)));
        }

        var (text, problems) = (await File.ReadAllTextAsync(staged.Output, cancellation).ConfigureAwait(false), new List<ManifestProblem>());
        var objects = ManifestReader.Documents("", text, problems)
            .Select(document => Read(document, path => staged.Original(Path.GetFullPath(path, folder)))).ToList();
        return problems.Count == 0 ? new KustomizeRender(objects, null) : new KustomizeRender([], problems[0].What);
    }

    private static JsonObject WithOrigins(JsonObject body)
    {
        var copy = body.DeepClone().AsObject();
        var asked = (copy["buildMetadata"] as JsonArray ?? []).Select(ManifestDocument.TextOf);
        copy["buildMetadata"] = new JsonArray([.. asked.Append("originAnnotations").Distinct().Select(name => JsonValue.Create(name))]);
        return copy;
    }

    /// <summary>Takes the annotation off again.</summary>
    private static RenderedDocument Read(ManifestDocument document, Func<string, string> original)
    {
        var metadata = document.Body["metadata"] as JsonObject;
        var annotations = metadata?["annotations"] as JsonObject;
        if (annotations?[Origin] is not { } origin)
        {
            return new RenderedDocument(document, null);
        }

        annotations.Remove(Origin);
        if (annotations.Count == 0)
        {
            metadata!.Remove("annotations");
        }

        var said = YamlText.Read("", ManifestDocument.TextOf(origin), []);
        var path = said is [var (_, tree)] && tree.Root is JsonObject fields ? ManifestDocument.TextOf(fields["path"] ?? fields["configuredIn"]) : "";
        return new RenderedDocument(document, path.Length == 0 ? null : original(path));
    }
}

/// <summary>One object of a render.</summary>
/// <param name="Document">As it was rendered.</param>
/// <param name="File">The user's file that it comes from, rooted; null where that is not known.</param>
internal sealed record RenderedDocument(ManifestDocument Document, string? File)
{
    /// <summary>metadata.name, or nothing.</summary>
    public string Name => ManifestDocument.TextOf(Document.Body["metadata"]?["name"]);

    /// <summary>Whether two renders mean the same object, whatever it is called in them.</summary>
    public bool IsSameAs(RenderedDocument other) =>
        File == other.File && Document.Kind == other.Document.Kind && Document.ApiVersion == other.Document.ApiVersion
        && (Name.Contains(other.Name, StringComparison.Ordinal) || other.Name.Contains(Name, StringComparison.Ordinal));
}
