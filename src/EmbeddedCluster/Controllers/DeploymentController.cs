using System.Globalization;
using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Api;
using Gauntlet.EmbeddedCluster.Storage;

namespace Gauntlet.EmbeddedCluster.Controllers;

/// <summary>Rolls Deployments out: a ReplicaSet per template, scaled step by step as the strategy allows.</summary>
internal sealed class DeploymentController(Registry registry, EventRecorder events, TimeProvider clock, ILogger<DeploymentController> logger)
    : Controller(registry.Store, clock, logger)
{
    internal const string Revision = "deployment.kubernetes.io/revision";
    private const string Component = "deployment-controller";

    protected override IEnumerable<string> KeysOf(StoreChange change) => change.Object.Type.Kind switch
    {
        "Deployment" => [Key(change.Object.Value)],
        "ReplicaSet" when change.Object.Value.Controller() is { } owner => [$"{change.Object.Value.Namespace()}/{owner.Text("name")}"],

        // Recreate waits for the old pods to be gone, which their ReplicaSet no longer counts while they end.
        "Pod" when change.Kind == ChangeKind.Deleted && change.Object.Value.Controller() is { } set
            && Store.Find(ResourceCatalogue.ReplicaSets, change.Object.Value.Namespace(), set.Text("name") ?? "")?.Value.Controller() is { } deployment =>
            [$"{change.Object.Value.Namespace()}/{deployment.Text("name")}"],
        _ => [],
    };

    protected override void Reconcile(string key)
    {
        var (space, name) = Split(key);
        if (Store.Find(ResourceCatalogue.Deployments, space, name)?.Value is not { } deployment || deployment.IsDeleting())
        {
            return;
        }

        Adopt(deployment);
        var sets = Sets(deployment);
        var current = sets.Find(set => SameTemplate(set, deployment));
        if (current is null && !deployment.Flag("spec", "paused"))
        {
            current = CreateSet(deployment, sets);
            sets.Add(current);
        }

        var old = sets.Where(set => set.Uid() != current?.Uid()).ToList();
        if (current is not null && !deployment.Flag("spec", "paused"))
        {
            current = KeepRevision(deployment, current, old);
            new Rollout(deployment, current, old, Scale, () => OldPodsExist(deployment, old)).Step();
            CleanUp(deployment, old);
        }

        sets = Sets(deployment);
        if (new DeploymentStatus(Store, Clock).Write(deployment, sets.Find(set => set.Uid() == current?.Uid()), sets) is { } deadline)
        {
            EnqueueAfter(key, deadline);
        }
    }

    /// <summary>Takes over the ReplicaSets that a Deployment deleted with <c>--cascade=orphan</c> left behind.</summary>
    private void Adopt(JsonObject deployment)
    {
        var selector = LabelSelector.FromObject(deployment.Object("spec", "selector"));
        bool IsOrphan(JsonObject set) => set.Controller() is null && !set.IsDeleting() && selector.Matches(set);
        foreach (var set in Store.List(ResourceCatalogue.ReplicaSets, deployment.Namespace()).Where(set => IsOrphan(set.Value)).ToList())
        {
            Store.TryUpdate(set.Type, set.Value.Namespace(), set.Value.Name(), item =>
            {
                var owners = item.Objects("metadata", "ownerReferences").Select(owner => owner.DeepClone()).Append(deployment.OwnerReference());
                item.Ensure("metadata")["ownerReferences"] = new JsonArray([.. owners]);
                return item;
            });
        }
    }

    private List<JsonObject> Sets(JsonObject deployment) => [.. Store.List(ResourceCatalogue.ReplicaSets, deployment.Namespace())
        .Select(item => item.Value).Where(set => set.IsControlledBy(deployment) && !set.IsDeleting())];

    private static bool SameTemplate(JsonObject set, JsonObject deployment)
    {
        var template = set.Object("spec", "template")?.Copy();
        template?.Object("metadata", "labels")?.Remove("pod-template-hash");
        return JsonReading.Same(template, deployment.Object("spec", "template"));
    }

    private JsonObject CreateSet(JsonObject deployment, List<JsonObject> sets)
    {
        var hash = TemplateHash.Of(deployment.Object("spec", "template")!, sets.Count);
        var template = deployment.Object("spec", "template")!.Copy();
        template.Ensure("metadata", "labels")["pod-template-hash"] = hash;
        var selector = deployment.Object("spec", "selector")!.Copy();
        selector.Ensure("matchLabels")["pod-template-hash"] = hash;
        var spec = new JsonObject { ["replicas"] = 0, ["selector"] = selector, ["template"] = template };
        if (deployment.At("spec", "minReadySeconds") is { } wait)
        {
            spec["minReadySeconds"] = wait.DeepClone();
        }

        var set = registry.Create(ResourceCatalogue.ReplicaSets, new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{deployment.Name()}-{hash}",
                ["namespace"] = deployment.Namespace(),
                ["labels"] = template.At("metadata", "labels")!.DeepClone(),
                ["annotations"] = new JsonObject { [Revision] = NextRevision(sets) },
                ["ownerReferences"] = new JsonArray(deployment.OwnerReference()),
            },
            ["spec"] = spec,
        }).Value;
        Store.TryUpdate(ResourceCatalogue.Deployments, deployment.Namespace(), deployment.Name(), item =>
        {
            Conditions.Set(item, Clock, "Progressing", "True", "NewReplicaSetCreated", $"Created new replica set \"{set.Name()}\"", updates: true);

            // The count was of the old template's pods: left there, it would hide that pods of the new one come.
            item.Ensure("status").Remove("updatedReplicas");
            return item;
        });
        return set;
    }

    /// <summary>A template that comes back (a rollback) becomes the newest revision again.</summary>
    private JsonObject KeepRevision(JsonObject deployment, JsonObject current, List<JsonObject> old)
    {
        var newest = old.Select(RevisionOf).DefaultIfEmpty(0).Max();
        if (RevisionOf(current) < newest)
        {
            current = Store.Update(ResourceCatalogue.ReplicaSets, current.Namespace(), current.Name(), set =>
            {
                set.Ensure("metadata", "annotations")[Revision] = NextRevision(old);
                return set;
            }).Value;
        }

        var revision = current.Annotation(Revision);
        Store.TryUpdate(ResourceCatalogue.Deployments, deployment.Namespace(), deployment.Name(), item =>
        {
            item.Ensure("metadata", "annotations")[Revision] = revision;
            return item;
        });
        return current;
    }

    private void Scale(JsonObject deployment, JsonObject set, int replicas)
    {
        var before = set.Int(0, "spec", "replicas");
        registry.Update(ResourceCatalogue.ReplicaSets, set.Namespace(), set.Name(), item =>
        {
            item.Ensure("spec")["replicas"] = replicas;
            item.Ensure("metadata", "annotations")["deployment.kubernetes.io/desired-replicas"] =
                deployment.Int(0, "spec", "replicas").ToString(CultureInfo.InvariantCulture);
            return item;
        });
        if (before != replicas)
        {
            events.Normal(deployment, Component, "ScalingReplicaSet",
                $"Scaled {(replicas > before ? "up" : "down")} replica set {set.Name()} from {before} to {replicas}");
        }
    }

    private bool OldPodsExist(JsonObject deployment, List<JsonObject> old) =>
        Store.List(ResourceCatalogue.Pods, deployment.Namespace()).Any(pod => old.Exists(set => pod.Value.IsControlledBy(set)));

    private void CleanUp(JsonObject deployment, List<JsonObject> old)
    {
        var keep = deployment.Int(10, "spec", "revisionHistoryLimit");
        var idle = old.Where(set => set.Int(0, "spec", "replicas") == 0 && set.Int(0, "status", "replicas") == 0)
            .OrderByDescending(RevisionOf).Skip(keep).ToList();
        foreach (var set in idle)
        {
            registry.Delete(ResourceCatalogue.ReplicaSets, set.Namespace(), set.Name(), DeleteRequest.Default);
        }
    }

    private static long RevisionOf(JsonObject set) =>
        long.TryParse(set.Annotation(Revision), NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : 0;

    private static string NextRevision(List<JsonObject> sets) => (sets.Select(RevisionOf).DefaultIfEmpty(0).Max() + 1).ToString(CultureInfo.InvariantCulture);
}
