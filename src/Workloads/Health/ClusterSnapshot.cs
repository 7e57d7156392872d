using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;
using k8s.Models;

namespace Gauntlet.Workloads.Health;

/// <summary>What the cluster says at one moment, of the workloads that were deployed.</summary>
internal sealed record ClusterSnapshot(
    IReadOnlyList<V1Node> Nodes,
    IReadOnlyList<V1Deployment> Deployments,
    IReadOnlyList<V1Pod> Pods,
    IReadOnlyList<V1Endpoints> Endpoints,
    IReadOnlyList<Corev1Event> Events)
{
    private const string Revision = "deployment.kubernetes.io/revision";

    /// <summary>They tell which pods are of a Deployment's newest template.</summary>
    public IReadOnlyList<V1ReplicaSet> ReplicaSets { get; init; } = [];

    /// <summary>Keeps what belongs to the manifests: their Deployments, the newest ReplicaSet and pods of each, the Services behind routes.</summary>
    public ClusterSnapshot Of(ManifestSet manifests)
    {
        var wanted = manifests.Objects.Select(entry => entry.Reference).ToHashSet();
        var deployments = Deployments.Where(deployment => wanted.Contains(ObjectReference.Of(deployment))).ToList();
        var newest = deployments.SelectMany(Newest).ToList();
        var services = manifests.Routes.Select(route => route.Service).ToHashSet();
        return new ClusterSnapshot(
            Nodes,
            deployments,
            [.. Pods.Where(pod => pod.Metadata.DeletionTimestamp is null && newest.Any(set => IsOwned(pod, set)))],
            [.. Endpoints.Where(entry => services.Contains($"{entry.Metadata.NamespaceProperty}/{entry.Metadata.Name}"))],
            Events)
        {
            ReplicaSets = newest,
        };
    }

    /// <summary>The highest phase that is complete; null when not even the nodes are.</summary>
    public HealthPhase? Reached(ManifestSet manifests)
    {
        HealthPhase? reached = null;
        foreach (var (phase, complete) in new (HealthPhase, Func<bool>)[]
        {
            (HealthPhase.Nodes, () => Nodes.Count > 0 && Nodes.All(Conditions.IsReady)),
            (HealthPhase.Scheduling, () => Deployments.Count == manifests.Deployments.Count() && Deployments.All(HasItsPods) && Pods.All(pod => pod.Spec.NodeName is not null)),
            (HealthPhase.ImagePull, () => Pods.All(HasItsImages)),
            (HealthPhase.Start, () => Pods.All(pod => Containers(pod).All(container => container.State?.Running is not null))),
            (HealthPhase.Readiness, () => Deployments.All(IsRolledOut)),
            (HealthPhase.Endpoints, () => manifests.Routes.All(route => Endpoints.Any(entry => $"{entry.Metadata.NamespaceProperty}/{entry.Metadata.Name}" == route.Service && HasAddress(entry)))),
        })
        {
            if (!complete())
            {
                break;
            }

            reached = phase;
        }

        return reached;
    }

    /// <summary>What the phase after the one that was reached waits for.</summary>
    public string WaitsFor(HealthPhase? reached) => reached switch
    {
        null => "nodes: " + Names(Nodes.Where(node => !Conditions.IsReady(node)).Select(node => node.Metadata.Name)),
        HealthPhase.Nodes => "scheduling of " + Names(Deployments.Where(deployment => !HasItsPods(deployment)).Select(Name).Concat(Pods.Where(pod => pod.Spec.NodeName is null).Select(Name))),
        HealthPhase.Scheduling => "images of " + Names(Pods.Where(pod => !HasItsImages(pod)).Select(Name)),
        HealthPhase.ImagePull => "start of " + Names(Pods.Where(pod => Containers(pod).Any(container => container.State?.Running is null)).Select(Name)),
        HealthPhase.Start => "rollout of " + Names(Deployments.Where(deployment => !IsRolledOut(deployment)).Select(deployment => $"{Name(deployment)} ({deployment.Status?.AvailableReplicas ?? 0}/{deployment.Spec.Replicas ?? 1})")),
        _ => "endpoints",
    };

    /// <summary>Whether every pod that lacks an image said last that it pulls one, so that only the registry keeps it waiting.</summary>
    public bool IsPulling() => Pods.Where(pod => !HasItsImages(pod)).All(pod => EventsOf(pod).OrderBy(Conditions.LastSeen).LastOrDefault()?.Reason == "Pulling");

    /// <summary>What was said of a pod, in no order.</summary>
    public IEnumerable<Corev1Event> EventsOf(V1Pod pod) => Events.Where(entry => entry.InvolvedObject.Uid == pod.Metadata.Uid);

    private static string Names(IEnumerable<string> names)
    {
        var all = names.ToList();
        return all.Count == 0 ? "..." : string.Join(", ", all.Take(3)) + (all.Count > 3 ? $" and {all.Count - 3} more" : "");
    }

    /// <summary>The pods that a Deployment made by one of its ReplicaSets.</summary>
    public IEnumerable<V1Pod> PodsOf(V1Deployment deployment)
    {
        var sets = ReplicaSets.Where(set => IsOwned(set, deployment)).ToList();
        return Pods.Where(pod => sets.Any(set => IsOwned(pod, set)));
    }

    /// <summary>What made the pod in the end: the owner of its ReplicaSet, where it has one. Null for a pod that nobody made.</summary>
    public ObjectReference? OwnerOf(V1Pod pod)
    {
        var set = ReplicaSets.FirstOrDefault(set => IsOwned(pod, set));
        return Owner(set) ?? Owner(pod);
    }

    private static ObjectReference? Owner(IMetadata<V1ObjectMeta>? item) =>
        item?.Metadata.OwnerReferences is [var owner, ..] ? ObjectReference.Of(owner, item.Metadata.NamespaceProperty) : null;

    private static string Name(IMetadata<V1ObjectMeta> item) => $"{item.Metadata.NamespaceProperty}/{item.Metadata.Name}";

    /// <summary>None until the controller has seen the newest template: what an older one made is not about this change.</summary>
    private IEnumerable<V1ReplicaSet> Newest(V1Deployment deployment) => IsObserved(deployment) && deployment.GetAnnotation(Revision) is { } revision
        ? ReplicaSets.Where(set => IsOwned(set, deployment) && set.GetAnnotation(Revision) == revision)
        : [];

    private static bool IsOwned(IMetadata<V1ObjectMeta> item, IMetadata<V1ObjectMeta> owner) =>
        item.Metadata.OwnerReferences?.Any(reference => reference.Uid == owner.Metadata.Uid) == true;

    /// <summary>A rolling update keeps old pods until new ones are ready: together they have to be as many as are wanted.</summary>
    private bool HasItsPods(V1Deployment deployment) => IsObserved(deployment)
        && (deployment.Status?.Replicas ?? 0) >= (deployment.Spec.Replicas ?? 1)
        && PodsOf(deployment).Count() >= (deployment.Status?.UpdatedReplicas ?? 0);

    private static bool IsObserved(V1Deployment deployment) => (deployment.Status?.ObservedGeneration ?? 0) >= (deployment.Metadata.Generation ?? 0);

    private static IEnumerable<V1ContainerStatus> Containers(V1Pod pod) => pod.Status?.ContainerStatuses ?? [];

    private static bool HasItsImages(V1Pod pod) => Containers(pod).Any() && Containers(pod).All(HasItsImage);

    private static bool HasItsImage(V1ContainerStatus container) =>
        container.State?.Waiting is null || container.State.Waiting.Reason is "CrashLoopBackOff" || container.ImageID is { Length: > 0 };

    private static bool IsRolledOut(V1Deployment deployment)
    {
        var (replicas, status) = (deployment.Spec.Replicas ?? 1, deployment.Status);
        return IsObserved(deployment)
            && (status?.UpdatedReplicas ?? 0) == replicas && (status?.AvailableReplicas ?? 0) == replicas && (status?.Replicas ?? 0) == replicas;
    }

    private static bool HasAddress(V1Endpoints entry) => entry.Subsets?.Any(subset => subset.Addresses?.Count > 0) == true;
}
