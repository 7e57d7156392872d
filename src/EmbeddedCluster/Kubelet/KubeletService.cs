using System.Collections.Concurrent;
using Gauntlet.EmbeddedCluster.Api;
using Gauntlet.EmbeddedCluster.Controllers;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Kubelet;

/// <summary>The kubelets of all nodes: a worker for every pod that is bound.</summary>
internal sealed class KubeletService(NodeServices services, ILogger<KubeletService> logger) : Controller(services.Store, services.Clock, logger)
{
    private readonly ConcurrentDictionary<string, PodWorker> _workers = new(StringComparer.Ordinal);

    protected override IEnumerable<string> KeysOf(StoreChange change) => change.Object.Type.Kind == "Pod" ? [Key(change.Object.Value)] : [];

    protected override void Reconcile(string key)
    {
        var (space, name) = Split(key);
        var pod = Store.Find(ResourceCatalogue.Pods, space, name)?.Value;
        foreach (var (_, worker) in _workers.Where(entry => entry.Key.StartsWith($"{key}/", StringComparison.Ordinal) && entry.Value.Uid != pod?.Uid()))
        {
            End(key, worker, TimeSpan.Zero, remove: false);
        }

        if (pod is null || pod.Text("spec", "nodeName") is not { Length: > 0 } node)
        {
            return;
        }

        if (_workers.TryGetValue($"{key}/{pod.Uid()}", out var running))
        {
            if (pod.IsDeleting())
            {
                End(key, running, TimeSpan.FromSeconds(pod.Int(30, "metadata", "deletionGracePeriodSeconds")), remove: true);
            }
        }
        else if (pod.IsDeleting())
        {
            services.Registry.TryDelete(ResourceCatalogue.Pods, pod, DeleteRequest.AtOnce);
        }
        else if (pod.Text("status", "phase") is not ("Succeeded" or "Failed"))
        {
            var worker = new PodWorker(services, pod, node);
            _workers[$"{key}/{pod.Uid()}"] = worker;
            worker.Start();
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Task.WhenAll(_workers.Values.Select(worker => worker.EndAsync(TimeSpan.Zero, remove: false)));
    }

    private void End(string key, PodWorker worker, TimeSpan grace, bool remove) =>
        _ = worker.EndAsync(grace, remove).ContinueWith(_ => _workers.TryRemove($"{key}/{worker.Uid}", out PodWorker? _), TaskScheduler.Default);
}
