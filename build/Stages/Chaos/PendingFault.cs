using System.Text.Json;
using Gauntlet.Build.Clusters;
using Gauntlet.Build.Pipeline;
using Gauntlet.Experiments.Chaos;

namespace Gauntlet.Build.Stages.Chaos;

/// <summary>A fault that a run which was killed, or a stage that was abandoned, has left in force.</summary>
public sealed class PendingFault(ClusterCatalog clusters) : ILeftBehind
{
    /// <inheritdoc/>
    public string Sign { get; } = $"\"{JsonNamingPolicy.CamelCase.ConvertName(nameof(ChaosResult.Pending))}\"";

    /// <inheritdoc/>
    public async Task<string?> EndAsync(BuildContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.State.Of<ChaosResult>() is not { Result: { Pending: { } pending } result } slot || Faults.Find(pending.Fault) is not { } fault
            || context.State.Result<ClusterResult>() is not { } cluster)
        {
            return null;
        }

        using var client = Kubeconfig.Connect(context, cluster);
        var tools = new FaultTools(client, RunManifests.Require(context), clusters.Of(cluster.Kind).NodeFaults(context, cluster, client));
        try
        {
            await ClusterApi.AskAsync(() => fault.UndoAsync(tools, pending, cancellation), cancellation).ConfigureAwait(false);
        }
        catch (FaultException e)
        {
            throw new StageException(StageOutcome.Infrastructure, e.Message, $"By hand: {fault.UndoByHand(tools, pending)}", inner: e);
        }

        context.State = context.State.With("Chaos", slot with { Result = result with { Pending = null } });
        return $"{pending.Fault} of {string.Join(", ", pending.Victims.Select(victim => victim.Pod))}";
    }
}
