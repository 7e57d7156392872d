using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Sources.Kustomize;

/// <summary>A kustomization, built by kubectl.</summary>
internal sealed class KustomizeSource : IManifestSource
{
    public string Name => "Kustomize";

    public string? Tool => "kubectl";

    public bool Takes(string folder) => Kustomization.In(folder) is not null;

    public async Task<ManifestContent> ReadAsync(SourceRequest request, CancellationToken cancellation)
    {
        var tree = new KustomizeTree(request);
        if (tree.Problems.Count > 0 || tree.Top is not { } top)
        {
            return ManifestContent.Broken(tree.Problems);
        }

        // They wait for kubectl, each for its own: all at once. Without plugins and charts nothing in it makes values up, so once is enough.
        var whole = KustomizeRender.OfAsync(request, tree, top, cancellation);
        var checks = tree.Kustomizations.Select(entry => OverlayChecks.FindAsync(request, tree, entry, whole, cancellation)).ToList();
        var rendered = await whole.ConfigureAwait(false);
        var found = (await Task.WhenAll(checks).ConfigureAwait(false)).SelectMany(part => part).ToList();
        if (rendered.Error is { } error)
        {
            return ManifestContent.Broken([new ManifestProblem(
                request.NameOf(top.File), null, $"Kustomize cannot build it: {error.TrimEnd('.')}.",
                    "Correct what it names; kubectl kustomize says the same.")]);
        }

        var origins = new KustomizeOrigins(request, tree);
        List<ManifestDocument> documents = [.. rendered.Objects.Select(origins.Place)];
        return new ManifestContent(documents, [.. found.Where(finding => !finding.MayBeMeant).Select(finding => finding.Problem)])
        {
            Warnings = [.. found.Where(finding => finding.MayBeMeant).Select(finding => finding.Problem), .. tree.Forgotten()],
        };
    }
}
