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

        // They wait for kubectl, each for its own: all at once.
        var (first, second) = (KustomizeRender.OfAsync(request, tree, top, cancellation), KustomizeRender.OfAsync(request, tree, top, cancellation));
        var checks = tree.Kustomizations.Select(entry => OverlayChecks.FindAsync(request, tree, entry, first, cancellation)).ToList();
        var rendered = await first.ConfigureAwait(false);
        var again = await second.ConfigureAwait(false);
        var found = (await Task.WhenAll(checks).ConfigureAwait(false)).SelectMany(part => part).ToList();
        if (rendered.Error is { } error)
        {
            return ManifestContent.Broken([new ManifestProblem(
                request.NameOf(top.File), null, $"Kustomize cannot build it: {error.TrimEnd('.')}.",
                    "Correct what it names; kubectl kustomize says the same.")]);
        }

        var origins = new KustomizeOrigins(request, tree);
        List<ManifestDocument> documents = [.. rendered.Objects.Select(origins.Place)];
        var problems = found.Where(finding => !finding.MayBeMeant).Select(finding => finding.Problem)
            .Concat(again.Text == rendered.Text ? [] : RenderedTwice.Compare(documents, [.. again.Objects.Select(entry => entry.Document)]));
        return new ManifestContent(documents, [.. problems])
        {
            Warnings = [.. found.Where(finding => finding.MayBeMeant).Select(finding => finding.Problem), .. tree.Forgotten()],
        };
    }
}
