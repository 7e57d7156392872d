using Gauntlet.Workloads.Manifests;
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
    /// <summary>Keeps what belongs to the manifests: their Deployments, the current pods of those, the Services behind routes.</summary>
    public ClusterSnapshot Of(ManifestSet manifests)
    {
        var wanted = manifests.Deployments.Select(Id).ToHashSet();
        var deployments = Deployments.Where(deployment => wanted.Contains(Id(deployment))).ToList();
        var services = manifests.Routes.Select(route => route.Service).ToHashSet();
        return new ClusterSnapshot(
            Nodes,
            deployments,
            [.. Pods.Where(pod => pod.Metadata.DeletionTimestamp is null && deployments.Any(deployment => Owns(deployment, pod)))],
            [.. Endpoints.Where(entry => services.Contains($"{entry.Metadata.NamespaceProperty}/{entry.Metadata.Name}"))],
            Events);
    }

    /// <summary>The highest phase that is complete; null when not even the nodes are.</summary>
    public HealthPhase? Reached(ManifestSet manifests)
    {
        HealthPhase? reached = null;
        foreach (var (phase, complete) in new (HealthPhase, Func<bool>)[]
        {
            (HealthPhase.Nodes, () => Nodes.Count > 0 && Nodes.All(IsReady)),
            (HealthPhase.Scheduling, () => Deployments.Count == manifests.Deployments.Count() && Deployments.All(HasItsPods) && Pods.All(pod => pod.Spec.NodeName is not null)),
            (HealthPhase.ImagePull, () => Pods.All(pod => Containers(pod).Any() && Containers(pod).All(HasItsImage))),
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
        null => "nodes: " + Names(Nodes.Where(node => !IsReady(node)).Select(node => node.Metadata.Name)),
        HealthPhase.Nodes => "scheduling of " + Names(Deployments.Where(deployment => !HasItsPods(deployment)).Select(Id).Concat(Pods.Where(pod => pod.Spec.NodeName is null).Select(pod => pod.Metadata.Name))),
        HealthPhase.Scheduling => "images of " + Names(Pods.Where(pod => !Containers(pod).Any() || !Containers(pod).All(HasItsImage)).Select(pod => pod.Metadata.Name)),
        HealthPhase.ImagePull => "start of " + Names(Pods.Where(pod => Containers(pod).Any(container => container.State?.Running is null)).Select(pod => pod.Metadata.Name)),
        HealthPhase.Start => "rollout of " + Names(Deployments.Where(deployment => !IsRolledOut(deployment)).Select(deployment => $"{Id(deployment)} ({deployment.Status?.AvailableReplicas ?? 0}/{deployment.Spec.Replicas ?? 1})")),
        _ => "endpoints",
    };

    private static string Names(IEnumerable<string> names)
    {
        var all = names.ToList();
        return all.Count == 0 ? "..." : string.Join(", ", all.Take(3)) + (all.Count > 3 ? $" and {all.Count - 3} more" : "");
    }

    private static string Id(V1Deployment deployment) => $"{deployment.Metadata.NamespaceProperty ?? "default"}/{deployment.Metadata.Name}";

    public static bool IsReady(V1Node node) => node.Status?.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) == true;

    public static bool IsReady(V1Pod pod) => pod.Status?.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) == true;

    /// <summary>Whether the pod carries the labels that the Deployment selects by.</summary>
    public static bool Owns(V1Deployment deployment, V1Pod pod) =>
        deployment.Metadata.NamespaceProperty == pod.Metadata.NamespaceProperty && deployment.Spec.Selector.MatchLabels?.Count > 0
        && deployment.Spec.Selector.MatchLabels.All(label => pod.Metadata.Labels?.TryGetValue(label.Key, out var value) == true && value == label.Value);

    private bool HasItsPods(V1Deployment deployment) => Pods.Count(pod => Owns(deployment, pod)) >= (deployment.Spec.Replicas ?? 1);

    private static IEnumerable<V1ContainerStatus> Containers(V1Pod pod) => pod.Status?.ContainerStatuses ?? [];

    private static bool HasItsImage(V1ContainerStatus container) =>
        container.State?.Waiting is null || container.State.Waiting.Reason is "CrashLoopBackOff" || container.ImageID is { Length: > 0 };

    private static bool IsRolledOut(V1Deployment deployment)
    {
        var (replicas, status) = (deployment.Spec.Replicas ?? 1, deployment.Status);
        return status is not null && status.ObservedGeneration >= deployment.Metadata.Generation
            && status.UpdatedReplicas == replicas && status.AvailableReplicas == replicas && status.Replicas == replicas;
    }

    private static bool HasAddress(V1Endpoints entry) => entry.Subsets?.Any(subset => subset.Addresses?.Count > 0) == true;
}
