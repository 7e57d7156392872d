using Gauntlet.Workloads.Health;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Gauntlet.Experiments.Chaos;

/// <summary>The faults that there are.</summary>
public static class Faults
{
    /// <summary>In the order in which they are listed.</summary>
    public static IReadOnlyList<IFault> All { get; } = [new PodDeletion("pod-delete", null), new PodDeletion("pod-kill", 0), new Rollout()];

    /// <summary>A pod that is told to go, or that is gone at once.</summary>
    /// <param name="name">As it is written.</param>
    /// <param name="grace">Seconds that its containers have to end; null is what the pod asks for.</param>
    private sealed class PodDeletion(string name, long? grace) : IFault
    {
        public string Name => name;

        public string Description => grace is null
            ? "deletes one pod of the workload, with the grace that it asks for"
            : "deletes one pod of the workload without any grace";

        public IReadOnlyList<string> Hypotheses => ["during: errors.rate < 5%", "after: errors.rate < 0.1%", "after: recovery < 10s"];

        public IReadOnlyList<DeployedPod> Choose(IReadOnlyList<DeployedPod> pods) => [.. pods.Take(1)];

        public async Task InjectAsync(IKubernetes client, IReadOnlyList<DeployedPod> victims, CancellationToken cancellation)
        {
            foreach (var victim in victims)
            {
                var metadata = victim.Pod.Metadata;
                var options = new V1DeleteOptions { GracePeriodSeconds = grace, Preconditions = new V1Preconditions { Uid = metadata.Uid } };
                try
                {
                    await client.CoreV1.DeleteNamespacedPodAsync(metadata.Name, metadata.NamespaceProperty, options, cancellationToken: cancellation)
                        .ConfigureAwait(false);
                }
                catch (HttpOperationException e) when (e.Response.StatusCode is System.Net.HttpStatusCode.NotFound or System.Net.HttpStatusCode.Conflict)
                {
                    // Somebody else was faster: whether this pod went is what the evidence says.
                }
            }
        }
    }

    /// <summary>Every pod anew, as a new version would have it.</summary>
    private sealed class Rollout : IFault
    {
        public string Name => "rollout";

        public string Description => "restarts every pod of the workload as a new version of it would";

        public IReadOnlyList<string> Hypotheses => ["during: errors.count == 0", "after: errors.count == 0"];

        public IReadOnlyList<DeployedPod> Choose(IReadOnlyList<DeployedPod> pods) => pods;

        public async Task InjectAsync(IKubernetes client, IReadOnlyList<DeployedPod> victims, CancellationToken cancellation)
        {
            foreach (var workload in victims.Select(victim => victim.Workload).Distinct())
            {
                var template = new { metadata = new { annotations = new Dictionary<string, string> { ["gauntlet/rollout"] = victims[0].Pod.Metadata.Uid } } };
                var patch = new V1Patch(new { spec = new { template } }, V1Patch.PatchType.StrategicMergePatch);
                await (workload.Kind switch
                {
                    "StatefulSet" => (Task)client.AppsV1.PatchNamespacedStatefulSetAsync(
                        patch, workload.Name, workload.Namespace, cancellationToken: cancellation),
                    "DaemonSet" => client.AppsV1.PatchNamespacedDaemonSetAsync(patch, workload.Name, workload.Namespace, cancellationToken: cancellation),
                    _ => client.AppsV1.PatchNamespacedDeploymentAsync(patch, workload.Name, workload.Namespace, cancellationToken: cancellation),
                }).ConfigureAwait(false);
            }
        }
    }
}
