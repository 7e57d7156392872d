using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gauntlet.ObjectRules;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Sources.Kustomize;

/// <summary>What a kustomization was given against what it made of it.</summary>
/// <param name="Of">The kustomization.</param>
/// <param name="File">As problems name it.</param>
/// <param name="Before">Rendered without its changes.</param>
/// <param name="After">Rendered with them.</param>
internal sealed record OverlayComparison(Kustomization Of, string File, KustomizeRender Before, KustomizeRender After)
{
    private const string Digest = "@sha256:";

    /// <summary>Images that are built here, and so have no digest to lose.</summary>
    public IReadOnlyCollection<string> BuiltImages { get; init; } = [];

    private static readonly string[] Selecting = ["commonLabels", "labels", "patches"];

    /// <summary>The entries of images that no container has the image of.</summary>
    public static IEnumerable<OverlayFinding> MissedImages(Kustomization of, string file, KustomizeRender input)
    {
        var images = input.Objects.SelectMany(Images).Select(entry => entry.Value).Distinct().ToList();
        return of.Items("images").Where(entry => !images.Any(image => IsOf(image, ManifestDocument.TextOf(entry.Item["name"]))))
            .Select(entry => new OverlayFinding(
            new ManifestProblem(file, of.LineOf(entry.Field), $"No container has the image {ManifestDocument.TextOf(entry.Item["name"])}"
                + $"{NearestName.Hint(ManifestDocument.TextOf(entry.Item["name"]), images.Select(WithoutTag))}, so that this entry changes nothing.",
                "Correct its name, or remove it.")));
    }

    /// <summary>What was lost or kept without a word.</summary>
    /// <param name="isOutermost">Whether its hosts are those that are asked in the end.</param>
    public IEnumerable<OverlayFinding> Find(bool isOutermost)
    {
        if (Before.Error is not null || After.Error is not null)
        {
            return [];
        }

        var pairs = Before.Objects.Select(before => (Before: before, After: After.Objects.FirstOrDefault(before.IsSameAs)))
            .Where(pair => pair.After is not null).Select(pair => (pair.Before, After: pair.After!)).ToList();
        return [.. LostDigests(pairs), .. ChangedSelectors(pairs), .. isOutermost ? KeptHosts(pairs) : []];
    }

    private IEnumerable<OverlayFinding> LostDigests(IReadOnlyList<(RenderedDocument Before, RenderedDocument After)> pairs) =>
        from pair in pairs
        let now = Images(pair.After).ToDictionary(entry => entry.Key, entry => entry.Value)
        from image in Images(pair.Before)
        where image.Value.Contains(Digest, StringComparison.Ordinal) && now.TryGetValue(image.Key, out var after)
            && !after.Contains(Digest, StringComparison.Ordinal) && !BuiltImages.Contains(after)
        let entry = Of.Items("images").FirstOrDefault(entry => IsOf(image.Value, ManifestDocument.TextOf(entry.Item["name"]))).Field
        select Finding(entry ?? "patches",
            $"The image of {pair.After.Document.Kind} {pair.After.Name} loses its digest: {image.Value} becomes {now[image.Key]}.",
            "Give the digest of the new image as well.");

    private IEnumerable<OverlayFinding> ChangedSelectors(IReadOnlyList<(RenderedDocument Before, RenderedDocument After)> pairs)
    {
        var changed = pairs.Where(pair => !JsonNode.DeepEquals(Selector(pair.Before), Selector(pair.After)))
            .Select(pair => $"{pair.After.Document.Kind} {pair.After.Name}").ToList();
        var field = Selecting.FirstOrDefault(Of.Body.ContainsKey) ?? "";
        return changed.Count == 0 ? [] : [Finding(field, $"The selector of {string.Join(", ", changed)} is another one than that of the base.",
            "Use labels without includeSelectors where what runs is to be updated: the selector of a Deployment cannot be changed.", mayBeMeant: true)];
    }

    /// <summary>In an overlay for production, or in one that changes other hosts.</summary>
    private IEnumerable<OverlayFinding> KeptHosts(IReadOnlyList<(RenderedDocument Before, RenderedDocument After)> pairs)
    {
        var hosts = pairs.Where(pair => pair.After.Document.Kind == "Ingress")
            .SelectMany(pair => Hosts(pair.Before).Select(host => (pair.After.Name, Host: host, IsKept: Hosts(pair.After).Contains(host)))).Distinct().ToList();
        return Path.GetFileName(Of.Folder).StartsWith("prod", StringComparison.OrdinalIgnoreCase) || hosts.Any(host => !host.IsKept)
            ? hosts.Where(host => host.IsKept).Select(host => Finding("", $"Ingress {host.Name} keeps the host {host.Host} of its base.",
                "Patch it where this overlay has hosts of its own.", mayBeMeant: true))
            : [];
    }

    private OverlayFinding Finding(string field, string what, string remedy, bool mayBeMeant = false) =>
        new(new ManifestProblem(File, Of.LineOf(field), what, remedy), mayBeMeant);

    private static IEnumerable<KeyValuePair<string, string>> Images(RenderedDocument item) => (PodTemplate.Of(item.Document.Body)?.All() ?? [])
        .Select(entry => KeyValuePair.Create(ManifestDocument.TextOf(entry.Container["name"]), ManifestDocument.TextOf(entry.Container["image"])))
            .DistinctBy(entry => entry.Key);

    private static JsonNode? Selector(RenderedDocument item) => (item.Document.Body["spec"] as JsonObject)?["selector"];

    private static IEnumerable<string> Hosts(RenderedDocument item) =>
        ((item.Document.Body["spec"] as JsonObject)?["rules"] as JsonArray ?? []).Select(rule => ManifestDocument.TextOf((rule as JsonObject)?["host"]))
            .Where(host => host.Length > 0);

    /// <summary>As Kustomize finds an image by its name.</summary>
    private static bool IsOf(string image, string name) => name.Length > 0 && WithoutTag(image) == name;

    private static string WithoutTag(string image) => Regex.Replace(image, "(:[A-Za-z0-9_.-]*)?(@sha256:[A-Za-z0-9_.-]*)?$", "", RegexOptions.CultureInvariant);
}
