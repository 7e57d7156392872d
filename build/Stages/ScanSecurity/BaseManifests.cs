using Gauntlet.Build.Checkouts;
using Gauntlet.Build.Stages.Validate;
using Gauntlet.Workloads.Manifests;

namespace Gauntlet.Build.Stages.ScanSecurity;

/// <summary>The manifests of the base.</summary>
internal static class BaseManifests
{
    /// <summary>Reads them; null where there is no base, or where they are not known: what a tool renders, or another folder, is not rendered again.</summary>
    public static ManifestSet? Find(BuildContext context, BaseTree? tree)
    {
        var isPlain = context.State.Result<ValidationResult>() is { RenderedBy.Count: 0 } && context.Options.Of(ManifestOptions.Folders).Count == 0;
        return isPlain && tree is not null && Path.Combine(tree.Folder, Path.GetFileName(context.Paths.Manifests)) is var there
            && Directory.Exists(there) ? ManifestSet.Load(there) : null;
    }
}
