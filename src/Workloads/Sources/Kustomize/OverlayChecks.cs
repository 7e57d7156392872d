using System.Globalization;
using System.Text.Json.Nodes;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Sources.Kustomize;

/// <summary>
/// Finds what Kustomize does not tell of: it is rendered without single parts of a kustomization, and what comes out is compared. A part that cannot be
/// left out, as others need it, is not judged.
/// </summary>
internal sealed class OverlayChecks
{
    private const string Mark = "gauntlet.mark/";

    private static readonly string[] Patches = ["patches", "patchesStrategicMerge", "patchesJson6902"];

    private static readonly string[] Changes =
        [.. Patches, "images", "replicas", "labels", "commonLabels", "commonAnnotations", "namePrefix", "nameSuffix", "namespace", "replacements"];

    private readonly SourceRequest _request;
    private readonly KustomizeTree _tree;
    private readonly Kustomization _of;
    private readonly List<OverlayFinding> _found = [];

    private OverlayChecks(SourceRequest request, KustomizeTree tree, Kustomization of) => (_request, _tree, _of) = (request, tree, of);

    /// <summary>What is found in one kustomization.</summary>
    /// <param name="request">Runs kubectl.</param>
    /// <param name="tree">That it is part of.</param>
    /// <param name="of">Which one.</param>
    /// <param name="whole">The render of the outermost one.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<IReadOnlyList<OverlayFinding>> FindAsync(
        SourceRequest request, KustomizeTree tree, Kustomization of, Task<KustomizeRender> whole, CancellationToken cancellation)
    {
        var checks = new OverlayChecks(request, tree, of);
        checks.FindGeneratorsWithoutHash();
        if (Changes.Any(of.Body.ContainsKey))
        {
            await checks.FindMissesAsync(whole, cancellation).ConfigureAwait(false);
        }

        return checks._found;
    }

    private async Task FindMissesAsync(Task<KustomizeRender> whole, CancellationToken cancellation)
    {
        // A component changes what others bring: only with them there is something to see.
        var target = _of.IsComponent ? _tree.Top! : _of;
        var targets = Kustomization.PatchLists.SelectMany(_of.Items).Where(entry => entry.Item["target"] is JsonObject).ToList();
        var hasBoth = _of.Body.ContainsKey("images") && Patches.Any(_of.Body.ContainsKey);
        var marked = RenderAsync(target, Marked(targets), cancellation);
        var withoutImages = hasBoth ? RenderAsync(target, Without("images"), cancellation) : marked;
        var after = await (target == _tree.Top ? whole : KustomizeRender.OfAsync(_request, _tree, target, cancellation)).ConfigureAwait(false);
        var before = await marked.ConfigureAwait(false);
        var hit = before.Objects.SelectMany(TakeMarks).ToHashSet();
        if (before.Error is null)
        {
            _found.AddRange(targets.Index().Where(entry => !hit.Contains(entry.Index)).Select(entry => Missed(entry.Item.Field, entry.Item.Item, before)));
        }

        if (await withoutImages.ConfigureAwait(false) is { Error: null } input)
        {
            _found.AddRange(OverlayComparison.MissedImages(_of, _request.NameOf(_of.File), input));
        }

        _found.AddRange(new OverlayComparison(_of, _request.NameOf(_of.File), before, after) { BuiltImages = _request.BuiltImages }
            .Find(isOutermost: _of == _tree.Top));
    }

    private void FindGeneratorsWithoutHash()
    {
        foreach (var (field, generator) in _of.OwnGenerators.Where(entry => WithoutHash(entry.Item["options"]) || WithoutHash(_of.Body["generatorOptions"])))
        {
            _found.Add(Finding(field,
                $"{ManifestDocument.TextOf(generator["name"])} is generated without the hash of what it holds, so that no pod starts anew when that changes.",
                "Leave disableNameSuffixHash out where nothing needs the exact name.", mayBeMeant: true));
        }
    }

    private static bool WithoutHash(JsonNode? options) => options?["disableNameSuffixHash"]?.ToJsonString() == "true";

    private OverlayFinding Missed(string field, JsonObject patch, KustomizeRender before)
    {
        var target = patch["target"]!.AsObject();
        var words = string.Join(", ", target.Select(entry => $"{entry.Key} {ManifestDocument.TextOf(entry.Value)}"));
        return Finding(field, $"The patch hits nothing: no object has {words}{NearestName.Hint(ManifestDocument.TextOf(target["name"]), Names(before))}.",
            "Correct its target, or remove it.");
    }

    /// <summary>The marks of an object, which it has no longer then.</summary>
    private static IEnumerable<int> TakeMarks(RenderedDocument rendered)
    {
        var annotations = rendered.Document.Body["metadata"]?["annotations"] as JsonObject;
        foreach (var name in (annotations ?? []).Select(entry => entry.Key).Where(name => name.StartsWith(Mark, StringComparison.Ordinal)).ToList())
        {
            annotations!.Remove(name);
            yield return int.Parse(name[Mark.Length..], CultureInfo.InvariantCulture);
        }
    }

    private static IEnumerable<string> Names(KustomizeRender render) => render.Objects.Select(entry => entry.Name).Distinct();

    private OverlayFinding Finding(string field, string what, string remedy, bool mayBeMeant = false) =>
        new(new ManifestProblem(_request.NameOf(_of.File), _of.LineOf(field), what, remedy), mayBeMeant);

    private Task<KustomizeRender> RenderAsync(Kustomization target, JsonObject body, CancellationToken cancellation) =>
        KustomizeRender.OfAsync(_request, _tree, target, cancellation, (_of, body));

    private JsonObject Without(params string[] fields)
    {
        var copy = _of.Body.DeepClone().AsObject();
        foreach (var field in fields)
        {
            copy.Remove(field);
        }

        return copy;
    }

    /// <summary>In the place of each patch one with the same target, which leaves its mark wherever that is found.</summary>
    private JsonObject Marked(IReadOnlyList<(string Field, JsonObject Item)> targets)
    {
        var copy = Without(Changes);
        copy["patches"] = new JsonArray([.. targets.Index().Select(entry => new JsonObject
        {
            ["target"] = entry.Item.Item["target"]!.DeepClone(),
            ["patch"] = new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Any",
                ["metadata"] = new JsonObject { ["name"] = "any", ["annotations"] = new JsonObject { [$"{Mark}{entry.Index}"] = "hit" } },
            }.ToJsonString(),
        })]);
        return copy;
    }
}
