using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Api;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Controllers;

/// <summary>Keeps as many pods as a ReplicaSet asks for.</summary>
internal sealed class ReplicaSetController(Registry registry, EventRecorder events, TimeProvider clock, ILogger<ReplicaSetController> logger)
    : Controller(registry.Store, clock, logger)
{
    private const string Component = "replicaset-controller";

    protected override IEnumerable<string> KeysOf(StoreChange change) => change.Object.Type.Kind switch
    {
        "ReplicaSet" => [Key(change.Object.Value)],
        "Pod" when change.Object.Value.Controller() is { } owner && owner.Text("kind") == "ReplicaSet" =>
            [$"{change.Object.Value.Namespace()}/{owner.Text("name")}"],
        _ => [],
    };

    protected override void Reconcile(string key)
    {
        var (space, name) = Split(key);
        if (Store.Find(ResourceCatalogue.ReplicaSets, space, name)?.Value is not { } set)
        {
            return;
        }

        var owned = Store.List(ResourceCatalogue.Pods, space).Select(item => item.Value).Where(pod => pod.IsControlledBy(set)).ToList();
        var active = owned.Where(pod => !pod.IsDeleting() && pod.Text("status", "phase") is not ("Succeeded" or "Failed")).ToList();
        var missing = set.Int(0, "spec", "replicas") - active.Count;
        if (!set.IsDeleting() && missing > 0)
        {
            for (var index = 0; index < missing; index++)
            {
                active.Add(CreatePod(set));
            }
        }
        else if (!set.IsDeleting() && missing < 0)
        {
            foreach (var pod in active.OrderBy(DeletionRank)
                .ThenByDescending(pod => pod.Text("metadata", "creationTimestamp"), StringComparer.Ordinal).Take(-missing).ToList())
            {
                registry.Delete(ResourceCatalogue.Pods, space, pod.Name(), DeleteRequest.Default);
                events.Normal(set, Component, "SuccessfulDelete", $"Deleted pod: {pod.Name()}");
                active.Remove(pod);
            }
        }

        WriteStatus(set, active);
    }

    private JsonObject CreatePod(JsonObject set)
    {
        var template = set.Object("spec", "template") ?? [];
        var metadata = template.Object("metadata")?.Copy() ?? [];
        metadata.Remove("creationTimestamp");
        metadata.Remove("name");
        metadata["generateName"] = $"{set.Name()}-";
        metadata["namespace"] = set.Namespace();
        metadata["ownerReferences"] = new JsonArray(set.OwnerReference());
        var pod = registry.Create(ResourceCatalogue.Pods, new JsonObject { ["metadata"] = metadata, ["spec"] = template["spec"]?.DeepClone() }).Value;
        events.Normal(set, Component, "SuccessfulCreate", $"Created pod: {pod.Name()}");
        return pod;
    }

    private void WriteStatus(JsonObject set, List<JsonObject> active)
    {
        var template = LabelSelector.FromMap(set.Map("spec", "template", "metadata", "labels"));
        var wait = TimeSpan.FromSeconds(set.Int(0, "spec", "minReadySeconds"));
        var ready = active.Where(pod => pod.HasCondition("Ready")).ToList();
        var available = ready.Where(pod => ReadyFor(pod) >= wait).ToList();
        if (available.Count < ready.Count)
        {
            EnqueueAfter(Key(set), wait);
        }

        registry.Store.TryUpdate(ResourceCatalogue.ReplicaSets, set.Namespace(), set.Name(), current =>
        {
            var status = current.Ensure("status");
            status["replicas"] = active.Count;
            status["observedGeneration"] = set.Generation();
            Count(status, "fullyLabeledReplicas", active.Count(template.Matches));
            Count(status, "readyReplicas", ready.Count);
            Count(status, "availableReplicas", available.Count);
            return current;
        });
    }

    private TimeSpan ReadyFor(JsonObject pod) => pod.Condition("Ready").Time("lastTransitionTime") is { } since ? Clock.GetUtcNow() - since : TimeSpan.Zero;

    /// <summary>Counts of zero are left out, as Kubernetes leaves them out.</summary>
    internal static void Count(JsonObject status, string name, int value)
    {
        if (value == 0)
        {
            status.Remove(name);
        }
        else
        {
            status[name] = value;
        }
    }

    /// <summary>Pods that do not serve go first.</summary>
    private static int DeletionRank(JsonObject pod) =>
        pod.Text("spec", "nodeName") is null ? 0 : pod.Text("status", "phase") == "Pending" ? 1 : pod.HasCondition("Ready") ? 3 : 2;
}
