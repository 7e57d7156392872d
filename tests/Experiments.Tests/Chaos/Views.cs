using Gauntlet.Experiments.Chaos;
using Gauntlet.Workloads.Health;
using Gauntlet.Workloads.Objects;
using k8s.Models;

namespace Gauntlet.Experiments.Tests.Chaos;

/// <summary>Clusters as an experiment sees them.</summary>
internal static class Views
{
    public static PodView Of(params DeployedPod[] pods) => new(
        pods, pods.Where(pod => pod.Pod.Metadata.Labels?.ContainsKey("serves") == true)
            .ToLookup(pod => $"echo/{pod.Workload.Name}", pod => pod.Pod.Metadata.Uid));

    /// <summary>A pod of a workload, by the name of its UID; ready, and an endpoint where it serves.</summary>
    public static DeployedPod Pod(string workload, string uid, string node = "worker", bool serves = true, int restarts = 0, int? hostPort = null) => new(
        new V1Pod
        {
            Metadata = new V1ObjectMeta
            {
                Name = $"{workload}-{uid}",
                NamespaceProperty = "echo",
                Uid = uid,
                Labels = serves ? new Dictionary<string, string> { ["serves"] = "" } : null,
            },
            Spec = new V1PodSpec
            {
                NodeName = node,
                Containers = [new V1Container { Name = "c", Ports = hostPort is { } port ? [new V1ContainerPort { HostPort = port }] : null }],
            },
            Status = new V1PodStatus
            {
                Conditions = [new V1PodCondition { Type = "Ready", Status = serves ? "True" : "False" }],
                ContainerStatuses = [new V1ContainerStatus { Name = "c", RestartCount = restarts }],
            },
        },
        new ObjectReference("apps", "Deployment", "echo", workload));
}
