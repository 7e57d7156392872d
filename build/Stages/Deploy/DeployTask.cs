using Gauntlet.Build.Clusters;
using Gauntlet.Build.Clusters.Existing;
using Gauntlet.Build.Clusters.Images;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.CreateCluster;
using Gauntlet.Build.Stages.Validate;
using Gauntlet.Build.Terminal;
using Gauntlet.Build.Tools;

namespace Gauntlet.Build.Stages.Deploy;

/// <summary>Applies everything that Validate rendered, namespaces first.</summary>
[TaskName("Deploy")]
[TaskDescription("Apply everything under manifests/, namespaces first")]
[Stage(After = typeof(CreateClusterTask), Needs = [typeof(CreateClusterTask)], Role = StageRole.Foundation)]
public sealed class DeployTask(StageRunner runner, StageLog stages, ClusterCatalog clusters, ImageBuilder images, ManifestDeployer deployer, DailyNotes notes)
    : Stage<DeployResult>(runner)
{
    /// <inheritdoc/>
    protected internal override async Task<StageResult<DeployResult>> ExecuteAsync(BuildContext context, CancellationToken cancellation)
    {
        var cluster = clusters.Require(context);
        Protection.RequireConfirmation(context, cluster);
        var manifests = RunManifests.Require(context);
        if (RunTools.Find(context, "kubectl") is { } kubectl && ToolVersion.WarnOfServerSkew(kubectl.Version, cluster.ServerVersion) is { } skew)
        {
            notes.Warn(skew);
        }

        var built = await Task.Run(() => images.Build(context, cluster, context.Options.Of(ManifestOptions.ImageBuilds)), cancellation).ConfigureAwait(false);
        stages.Progress($"applying {manifests.Objects.Count} objects");
        var applied = await deployer.ApplyAsync(context, cluster, manifests, cancellation).ConfigureAwait(false);
        return StageResult.Pass(
            $"{manifests.Objects.Count} objects and {manifests.Images.Count} images{(built.Count == 0 ? "" : $" ({string.Join(", ", built)})")} applied by "
                + $"{applied.By}{(applied.Foreign == 0 ? "" : $"; {applied.Foreign} were there before and will stay")}"
                + (applied.Adopted.Count == 0 ? "" : $"; changed by --adopt: {string.Join(", ", applied.Adopted)}"),
            new DeployResult([.. manifests.Objects.Select(entry => entry.ToString())], manifests.Images, applied.By)
            {
                Adopted = applied.Adopted,
                Built = built,
            });
    }
}
