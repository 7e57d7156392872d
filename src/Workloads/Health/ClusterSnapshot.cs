using System.Text.Json.Nodes;
using Gauntlet.Workloads.Kinds;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;
using k8s;
using k8s.Models;

namespace Gauntlet.Workloads.Health;

/// <summary>What the cluster says at one moment, of the workloads that were deployed.</summary>
internal sealed partial record ClusterSnapshot(
    IReadOnlyList<V1Node> Nodes,
    IReadOnlyList<V1Deployment> Deployments,
    IReadOnlyList<V1Pod> Pods,
    IReadOnlyList<V1Endpoints> Endpoints,
    IReadOnlyList<Corev1Event> Events)
{
    private const string Revision = "deployment.kubernetes.io/revision";
    private const string RevisionHash = "controller-revision-hash";

    /// <summary>They tell which pods are of a Deployment's newest template.</summary>
    public IReadOnlyList<V1ReplicaSet> ReplicaSets { get; init; } = [];

    /// <summary>Objects of other kinds that are judged.</summary>
    public IReadOnlyDictionary<ObjectReference, JsonObject> Others { get; init; } = new Dictionary<ObjectReference, JsonObject>();

    /// <summary>Every object of the manifests that has a rule; filled by <see cref="Of"/>.</summary>
    public IReadOnlyList<JudgedObject> Judged { get; private init; } = [];

    /// <summary>
    /// Keeps what belongs to the manifests: what they name, the newest ReplicaSet of each Deployment, and the pods of all of it; and judges them.
    /// </summary>
    public ClusterSnapshot Of(ManifestSet manifests)
    {
        var wanted = manifests.Objects.Select(entry => (Item: entry, Rule: KindRules.Find(entry.Kind))).Where(entry => entry.Rule is not null).ToList();
        var names = wanted.Select(entry => entry.Item.Reference).ToHashSet();
        var deployments = Deployments.Where(deployment => names.Contains(ObjectReference.Of(deployment))).ToList();
        var sets = ReplicaSets.Where(set => names.Contains(ObjectReference.Of(set))).Concat(deployments.SelectMany(Newest)).ToList();
        var others = wanted.Where(entry => Others.ContainsKey(entry.Item.Reference))
            .ToDictionary(entry => entry.Item.Reference, entry => new LiveObject(Others[entry.Item.Reference]));
        var makers = others.Values.Where(item => item.Uid.Length > 0).DistinctBy(item => item.Uid).ToDictionary(item => item.Uid);
        var pods = Pods.Where(pod => pod.Metadata.DeletionTimestamp is null
            && (names.Contains(ObjectReference.Of(pod)) || sets.Any(set => Surroundings.IsOwned(pod, set.Metadata.Uid)) || IsOfNewest(pod, makers))).ToList();

        foreach (var item in deployments.Concat<IKubernetesObject<V1ObjectMeta>>(sets).Concat(pods).Where(item => names.Contains(ObjectReference.Of(item))))
        {
            others.TryAdd(ObjectReference.Of(item), LiveObject.Of(item));
        }

        var around = new Surroundings(pods, sets, Endpoints, Events);
        return new ClusterSnapshot(Nodes, deployments, pods, Endpoints, Events)
        {
            ReplicaSets = sets,
            Others = Others,
            Judged = [.. wanted.Select(entry => others.TryGetValue(entry.Item.Reference, out var live)
                ? new JudgedObject(entry.Item, live, entry.Rule!.Judge(live, around))
                : new JudgedObject(entry.Item, null, entry.Rule!.Missing(entry.Item)))],
        };
    }

    /// <summary>What was said of an object, in no order.</summary>
    public IEnumerable<Corev1Event> EventsOf(IMetadata<V1ObjectMeta> item) => Events.Where(entry => entry.InvolvedObject.Uid == item.Metadata.Uid);

    /// <summary>The pods that an object made, itself or by its ReplicaSets.</summary>
    public IEnumerable<V1Pod> PodsOf(string uid) => new Surroundings(Pods, ReplicaSets, [], []).PodsOf(uid);

    /// <summary>What made the pod in the end: the owner of its ReplicaSet, where it has one. Null for a pod that nobody made.</summary>
    public ObjectReference? OwnerOf(V1Pod pod)
    {
        var set = ReplicaSets.FirstOrDefault(set => Surroundings.IsOwned(pod, set.Metadata.Uid));
        return Owner(set) ?? Owner(pod);
    }

    private static ObjectReference? Owner(IMetadata<V1ObjectMeta>? item) =>
        item?.Metadata.OwnerReferences is [var owner, ..] ? ObjectReference.Of(owner, item.Metadata.NamespaceProperty) : null;

    /// <summary>None until the controller has seen the newest template: what an older one made is not about this change.</summary>
    private IEnumerable<V1ReplicaSet> Newest(V1Deployment deployment) =>
        (deployment.Status?.ObservedGeneration ?? 0) >= (deployment.Metadata.Generation ?? 0) && deployment.GetAnnotation(Revision) is { } revision
            ? ReplicaSets.Where(set => Surroundings.IsOwned(set, deployment.Metadata.Uid) && set.GetAnnotation(Revision) == revision)
            : [];

    /// <summary>A pod of a StatefulSet says of which template it is; those of an older one are on their way out.</summary>
    private static bool IsOfNewest(V1Pod pod, Dictionary<string, LiveObject> makers) =>
        (pod.Metadata.OwnerReferences ?? []).Select(owner => makers.GetValueOrDefault(owner.Uid ?? "")).OfType<LiveObject>()
            .Any(maker => maker.Text("status", "updateRevision") is not { Length: > 0 } newest || pod.GetLabel(RevisionHash) is not { } own || own == newest);
}
