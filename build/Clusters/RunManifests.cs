using Gauntlet.Build.Pipeline;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Rendering;

namespace Gauntlet.Build.Clusters;

/// <summary>The manifests of this run, as Validate rendered them: what is in the checkout by now does not matter.</summary>
public static class RunManifests
{
    private const string Remedy = "Run --target=Validate first.";

    /// <summary>
    /// Replaces them, and answers the hash of the set. One with problems, or that could not be read, is not written, and null: nothing may be
    /// deployed then, nor anything older.
    /// </summary>
    /// <exception cref="StageException">They cannot be written: infrastructure.</exception>
    public static string? Write(BuildContext context, ManifestSet? manifests)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Files.Use(() =>
        {
            if (manifests is { Problems.Count: 0 })
            {
                return RenderedSet.Write(context.Paths.RenderedManifests, manifests);
            }

            RenderedSet.Delete(context.Paths.RenderedManifests);
            return null;
        });
    }

    /// <summary>Reads them.</summary>
    /// <exception cref="StageException">There are none, or they were changed: usage.</exception>
    public static ManifestSet Require(BuildContext context) =>
        Find(context) ?? throw new StageException(
            StageOutcome.Usage, $"There are no rendered manifests in {context.Paths.Named(context.Paths.RenderedManifests)}.", Remedy);

    /// <summary>Reads them; null where Validate rendered none.</summary>
    /// <exception cref="StageException">They were changed: usage.</exception>
    public static ManifestSet? Find(BuildContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            return Files.Use(() => RenderedSet.Read(context.Paths.RenderedManifests));
        }
        catch (InvalidDataException e)
        {
            throw new StageException(
                StageOutcome.Usage, $"The rendered manifests in {context.Paths.Named(context.Paths.RenderedManifests)} cannot be used: {e.Message}.",
                Remedy, inner: e);
        }
    }
}
