using Gauntlet.EmbeddedCluster.Client;
using Gauntlet.Experiments.Chaos;
using k8s;
using k8s.Models;

namespace Gauntlet.Build.Clusters.Embedded;

/// <summary>What the parts of the embedded cluster can really do: its pods can stand still.</summary>
internal sealed class EmbeddedNodeFaults(BuildContext context, IKubernetes client) : INodeFaults
{
    private const string Freeze = "pod-freeze";

    /// <inheritdoc/>
    public string? WhyNot(string fault) => fault == Freeze ? null : "the nodes of the embedded cluster are simulated within one process";

    /// <inheritdoc/>
    public Task InjectAsync(Injection injection, TimeSpan guard, CancellationToken cancellation) => SetAsync(injection, "true", cancellation);

    /// <inheritdoc/>
    public async Task<string?> LookAsync(Injection injection, CancellationToken cancellation)
    {
        var events = await client.CoreV1.ListEventForAllNamespacesAsync(cancellationToken: cancellation).ConfigureAwait(false);
        return injection.Victims.All(victim => IsFrozen(events.Items.Where(entry => entry.InvolvedObject.Uid == victim.Uid)))
            ? "the kubelet says that it is frozen" : null;
    }

    /// <inheritdoc/>
    public Task UndoAsync(Injection injection, CancellationToken cancellation) => SetAsync(injection, null, cancellation);

    /// <inheritdoc/>
    public string UndoByHand(Injection injection) => string.Join("; ", injection.Victims.Select(victim =>
        $"{Kubectl.ByHand(context)} annotate pod {victim.Name} --namespace={victim.Namespace} {FaultSet.Frozen}-"));

    private static bool IsFrozen(IEnumerable<Corev1Event> events) => events.Where(entry => entry.Reason is FaultSet.FrozenReason or FaultSet.ThawedReason)
        .MaxBy(entry => entry.LastTimestamp ?? entry.FirstTimestamp)?.Reason == FaultSet.FrozenReason;

    private async Task SetAsync(Injection injection, string? frozen, CancellationToken cancellation)
    {
        foreach (var victim in injection.Victims)
        {
            var annotations = new Dictionary<string, string?> { [FaultSet.Frozen] = frozen };
            var patch = new V1Patch(new { metadata = new { annotations } }, V1Patch.PatchType.MergePatch);
            await client.CoreV1.PatchNamespacedPodAsync(patch, victim.Name, victim.Namespace, cancellationToken: cancellation).ConfigureAwait(false);
        }
    }
}
