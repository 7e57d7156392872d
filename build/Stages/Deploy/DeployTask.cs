using Cake.Core.Diagnostics;
using Gauntlet.Build.Clusters;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Processes;
using Gauntlet.Build.Stages.CreateCluster;
using Gauntlet.Build.Terminal;
using Gauntlet.Build.Tools;
using Gauntlet.Workloads.Manifests;

namespace Gauntlet.Build.Stages.Deploy;

/// <summary>Applies everything under manifests/, namespaces first.</summary>
[TaskName("Deploy")]
[TaskDescription("Apply everything under manifests/, namespaces first")]
[Stage(After = typeof(CreateClusterTask), Needs = [typeof(CreateClusterTask)], Role = StageRole.Foundation)]
public sealed class DeployTask(StageRunner runner, StageLog stages, ClusterCatalog clusters, CommandJournal journal) : Stage<DeployResult>(runner)
{
    /// <inheritdoc/>
    protected internal override async Task<StageResult<DeployResult>> ExecuteAsync(BuildContext context, CancellationToken cancellation)
    {
        var cluster = clusters.Require(context);
        var manifests = ManifestSet.Load(context.Paths.Manifests);
        if (manifests.Problems.Count > 0)
        {
            throw new StageException(StageOutcome.Usage, manifests.Problems[0].ToString(), null, [.. manifests.Problems.Select(problem => problem.ToString())]);
        }

        if (RunTools.Find(context, "kubectl") is { } kubectl && ToolVersion.WarnOfServerSkew(kubectl.Version, cluster.ServerVersion) is { } skew)
        {
            context.Log.Warning("{0}", skew);
        }

        stages.Progress($"applying {manifests.Objects.Count} objects");
        var applied = await ManifestDeployer.ApplyAsync(context, cluster, manifests, journal, cancellation).ConfigureAwait(false);
        return StageResult.Pass(
            $"{manifests.Objects.Count} objects and {manifests.Images.Count} images applied by {applied.By}{(applied.Foreign == 0 ? "" : $"; {applied.Foreign} were there before and will stay")}",
            new DeployResult([.. manifests.Objects.Select(entry => entry.Id)], manifests.Images, applied.By));
    }
}
