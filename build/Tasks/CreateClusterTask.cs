using Gauntlet.Build.Clusters;
using Gauntlet.Build.Lifetime;
using Gauntlet.Build.State;

namespace Gauntlet.Build.Tasks;

/// <summary>A fresh cluster of the kind that Validate settled on; one of the same name is deleted first.</summary>
[TaskName(StageNames.CreateCluster)]
[TaskDescription("Create a fresh three-node cluster; one of the same name is deleted first")]
public sealed class CreateClusterTask(StageRunner runner, ClusterCatalog clusters) : Stage<ClusterResult>(runner)
{
    /// <inheritdoc/>
    public override string Name => StageNames.CreateCluster;

    /// <inheritdoc/>
    public override StageRole Role => StageRole.Foundation;

    /// <inheritdoc/>
    protected internal override TimeSpan Deadline(BuildContext context) => context.Options.Deadlines.Cluster;

    /// <inheritdoc/>
    protected internal override PipelineState With(PipelineState state, StageSlot<ClusterResult>? slot) => state with { CreateCluster = slot };

    /// <inheritdoc/>
    protected internal override PipelineState Reset(PipelineState state) =>
        state with { CreateCluster = null, Deploy = null, CheckHealth = null, LoadTest = null, DeleteCluster = null };

    /// <inheritdoc/>
    protected internal override async Task<StageResult<ClusterResult>> ExecuteAsync(BuildContext context, CancellationToken cancellation)
    {
        var validation = context.State.Validate?.Result
            ?? throw new StageException(StageOutcome.Usage, "This run was not validated.", $"Run --target={StageNames.Validate} first.");
        ClusterCatalog.RefuseOther(context.Options, validation.ClusterKind, null);
        var cluster = await clusters.Of(validation.ClusterKind).CreateAsync(context, cancellation).ConfigureAwait(false);
        var nodes = $"{cluster.Nodes.Count} nodes, Kubernetes {cluster.ServerVersion}, ingress on {cluster.Ingress}";
        return StageResult.Pass<ClusterResult>(cluster.Simulated is { } simulated ? $"embedded cluster: {nodes}; {simulated}" : $"{cluster.Kind} cluster '{cluster.Name}': {nodes}", cluster);
    }
}
