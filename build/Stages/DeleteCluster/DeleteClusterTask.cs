using Cake.Core.Diagnostics;
using Gauntlet.Build.Clusters;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.Chaos;
using Gauntlet.Build.Stages.CreateCluster;
using Gauntlet.Build.Stages.PostComment;
using Gauntlet.Build.Stages.Validate;
using Gauntlet.EmbeddedCluster.Client;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Build.Stages.DeleteCluster;

/// <summary>The cluster and its kubeconfig gone, whatever happened before; also after a crash.</summary>
[TaskName("DeleteCluster")]
[TaskDescription("Delete the cluster and its kubeconfig, also after a crash")]
[Stage(After = typeof(PostCommentTask), Needs = [typeof(CreateClusterTask)], Role = StageRole.Cleanup)]
public sealed class DeleteClusterTask(StageRunner runner, IRunControl control, ClusterCatalog clusters, PendingFault pending) : Stage<TeardownResult>(runner)
{
    /// <inheritdoc/>
    protected internal override async Task<StageResult<TeardownResult>> ExecuteAsync(BuildContext context, CancellationToken cancellation)
    {
        // A cluster of this name may be there all the same: one that an earlier run was told to keep.
        if (control.IsFull && !Runner.HasBegun("CreateCluster"))
        {
            return StageResult.Skip<TeardownResult>("no cluster was created");
        }

        var recorded = context.State.Result<ClusterResult>();
        var kind = KindOf(context);
        var cluster = clusters.Of(kind);
        await UndoAsync(context, cancellation).ConfigureAwait(false);
        if (control.IsFull && context.Options.Of(ClusterOptions.Keep))
        {
            var access = recorded is { } kept ? cluster.DescribeAccess(context, kept) : [];
            return StageResult.Skip<TeardownResult>(string.Join("; ", ["kept by --keep-cluster", .. access]));
        }

        var name = recorded?.Kind == kind && !context.Options.Has(ClusterOptions.Name) ? recorded.Name : context.Options.Of(ClusterOptions.Name);
        var removed = await Files.UseAsync(() => cluster.DeleteAsync(context, name, cancellation)).ConfigureAwait(false);
        if (removed.Count == 0)
        {
            // Nothing is there of what was named, and what is recorded was not looked for.
            ClusterCatalog.RefuseOther(context.Options, RecordedKind(context) ?? kind, recorded?.Name);
        }

        return StageResult.Pass<TeardownResult>(
            removed.Count == 0 ? "nothing was left to delete"
            : $"deleted {Several.Names(removed, 4)}", new TeardownResult(removed)) with
        {
            IsOfAnotherRun = recorded is not null && (recorded.Kind, recorded.Name) != (kind, name),
        };
    }

    /// <summary>A cluster that is kept, or that was there before, must not keep a fault; one that goes takes it along.</summary>
    private async Task UndoAsync(BuildContext context, CancellationToken cancellation)
    {
        try
        {
            if (await pending.EndAsync(context, cancellation).ConfigureAwait(false) is { } undone)
            {
                context.Log.Information("  {0,-27} took back {1}", Name, undone);
            }
        }
        catch (StageException e)
        {
            context.Log.Warning("A fault of the stage Chaos could not be taken back: {0} {1}", e.Message, e.Remedy);
        }
    }

    /// <summary>
    /// What is named, whatever this folder holds of later runs: a cluster that was kept is deleted by the command that was printed. Without a name what is
    /// recorded, and without a record what is there.
    /// </summary>
    private static string KindOf(BuildContext context) =>
        context.Options.Has(ClusterOptions.Kind) && context.Options.Of(ClusterOptions.Kind) is not ClusterKinds.Auto and var asked ? asked
        : RecordedKind(context)
        ?? (File.Exists(EmbeddedClusterFiles.Endpoint(context.Paths.Embedded)) ? "embedded" : "kind");

    /// <summary>What was created, else what was to be created: a run that was killed has recorded one of them.</summary>
    private static string? RecordedKind(BuildContext context) =>
        context.State.Result<ClusterResult>()?.Kind ?? context.State.Result<ValidationResult>()?.ClusterKind;
}
