using Gauntlet.Build.Clusters;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.Test;
using Gauntlet.Build.Stages.Validate;

namespace Gauntlet.Build.Stages.CreateCluster;

/// <summary>A fresh cluster of the kind that Validate settled on; one of the same name is deleted first.</summary>
[TaskName("CreateCluster")]
[TaskDescription("Create a fresh three-node cluster; one of the same name is deleted first")]
[Stage(After = typeof(TestTask), Needs = [typeof(ValidateTask)], Role = StageRole.Foundation)]
public sealed class CreateClusterTask(StageRunner runner, ClusterCatalog clusters) : Stage<ClusterResult>(runner)
{
    /// <inheritdoc/>
    protected internal override TimeSpan Deadline(BuildContext context) => context.Options.Of(CreateClusterOptions.Timeout);

    /// <inheritdoc/>
    protected internal override async Task<StageResult<ClusterResult>> ExecuteAsync(BuildContext context, CancellationToken cancellation)
    {
        var validation = context.State.Of<ValidationResult>()!.Result!;
        ClusterCatalog.RefuseOther(context.Options, validation.ClusterKind, null);
        var cluster = await Files.UseAsync(() => clusters.Of(validation.ClusterKind).CreateAsync(context, cancellation)).ConfigureAwait(false);
        var nodes = $"{cluster.Nodes.Count} nodes, Kubernetes {cluster.ServerVersion}, ingress on {cluster.Ingress}";
        return StageResult.Pass<ClusterResult>(
            cluster.Simulated is { } simulated ? $"embedded cluster: {nodes}; {simulated}" : $"{cluster.Kind} cluster '{cluster.Name}': {nodes}", cluster);
    }
}
