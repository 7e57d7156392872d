using System.Collections.Concurrent;
using Gauntlet.EmbeddedCluster.Client;
using Gauntlet.EmbeddedCluster.Controllers;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Kubelet;

/// <summary>Pods whose processes stand still while they have an annotation: they accept connections and answer none. An event says so.</summary>
internal sealed class FrozenPods(ObjectStore store, EventRecorder events, TimeProvider clock, ILogger<FrozenPods> logger) : Controller(store, clock, logger)
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _frozen = new(StringComparer.Ordinal);

    /// <summary>Returns once the pod is not frozen; at once for one that never was.</summary>
    public Task ThawedAsync(string uid, CancellationToken cancellationToken) =>
        _frozen.TryGetValue(uid, out var thawed) ? thawed.Task.WaitAsync(cancellationToken) : Task.CompletedTask;

    protected override IEnumerable<string> KeysOf(StoreChange change) => change.Object.Type.Kind == "Pod" ? [Key(change.Object.Value)] : [];

    protected override void Reconcile(string key)
    {
        var (space, name) = Split(key);
        if (Store.Find(ResourceCatalogue.Pods, space, name)?.Value is not { } pod)
        {
            return;
        }

        if (pod.Annotation(FaultSet.Frozen) == "true")
        {
            if (_frozen.TryAdd(pod.Uid(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)))
            {
                events.Normal(pod, "kubelet", FaultSet.FrozenReason, "Its containers are frozen");
            }
        }
        else if (_frozen.TryRemove(pod.Uid(), out var thawed))
        {
            thawed.SetResult();
            events.Normal(pod, "kubelet", FaultSet.ThawedReason, "Its containers go on");
        }
    }
}
