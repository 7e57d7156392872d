using Gauntlet.Workloads.Health;
using k8s.Models;

namespace Gauntlet.Workloads.Tests.Health;

/// <summary>Snapshots of a cluster with one Deployment and one pod, as Kubernetes 1.20 reported them when the faults were made on a real cluster.</summary>
internal static class Cluster
{
    public static ClusterSnapshot Of(V1Pod? pod, V1Deployment? deployment = null, string nodeReady = "True", params string[] events) => new(
        [Node(nodeReady)], [deployment ?? Deployment()], pod is null ? [] : [pod], [], [.. events.Select(Event)])
    {
        ReplicaSets = [new V1ReplicaSet { Metadata = new V1ObjectMeta { Name = "main-5d8f", NamespaceProperty = "faults", Uid = "set",
            OwnerReferences = [Owner("Deployment", "main", "deployment")] } }],
    };

    public static V1OwnerReference Owner(string kind, string name, string uid) => new() { ApiVersion = "apps/v1", Kind = kind, Name = name, Uid = uid };

    public static V1Node Node(string ready) => new()
    {
        Metadata = new V1ObjectMeta { Name = "worker" },
        Status = new V1NodeStatus { Conditions = [new V1NodeCondition { Type = "Ready", Status = ready, Message = "Kubelet stopped posting node status." }] },
    };

    public static V1Deployment Deployment(string? type = null, string status = "", string reason = "", string message = "", long observed = 1) => new()
    {
        Metadata = new V1ObjectMeta { Name = "main", NamespaceProperty = "faults", Uid = "deployment", Generation = 1 },
        Spec = new V1DeploymentSpec { Selector = new V1LabelSelector { MatchLabels = Labels }, Template = new V1PodTemplateSpec() },
        Status = new V1DeploymentStatus
        {
            ObservedGeneration = observed,
            Conditions = type is null ? [] : [new V1DeploymentCondition { Type = type, Status = status, Reason = reason, Message = message }],
        },
    };

    public static V1Pod Waiting(string reason, string message = "", int restarts = 0, int exitCode = 0) =>
        Pod(new V1ContainerState { Waiting = new V1ContainerStateWaiting { Reason = reason, Message = message } }, restarts, exitCode);

    public static V1Pod Running() => Pod(new V1ContainerState { Running = new V1ContainerStateRunning() }, 0, 0);

    public static V1Pod Ready()
    {
        var pod = Running();
        pod.Status.Conditions.Single().Status = "True";
        return pod;
    }

    public static V1Pod Unschedulable(string message) => new()
    {
        Metadata = Metadata(),
        Status = new V1PodStatus
        {
            Phase = "Pending",
            Conditions = [new V1PodCondition { Type = "PodScheduled", Status = "False", Reason = "Unschedulable", Message = message }]
        },
    };

    private static Dictionary<string, string> Labels => new() { ["app"] = "main" };

    private static V1ObjectMeta Metadata() =>
        new() { Name = "main-1", NamespaceProperty = "faults", Uid = "u", Labels = Labels, OwnerReferences = [Owner("ReplicaSet", "main-5d8f", "set")] };

    private static V1Pod Pod(V1ContainerState state, int restarts, int exitCode) => new()
    {
        Metadata = Metadata(),
        Status = new V1PodStatus
        {
            Phase = "Pending",
            Conditions = [new V1PodCondition { Type = "Ready", Status = "False", Reason = "ContainersNotReady" }],
            ContainerStatuses =
            [
                new V1ContainerStatus
                {
                    Name = "main", Image = "registry.example/none:1", ImageID = "", Ready = false, RestartCount = restarts, State = state,
                    LastState = restarts == 0 ? null
                        : new V1ContainerState { Terminated = new V1ContainerStateTerminated { ExitCode = exitCode, Reason = "Error" } },
                },
            ],
        },
    };

    private static Corev1Event Event(string text) => new()
    {
        InvolvedObject = new V1ObjectReference { Uid = "u" },
        Metadata = new V1ObjectMeta(),
        Type = "Warning",
        Reason = text.Split(": ", 2)[0],
        Message = text.Split(": ", 2)[1],
    };
}
