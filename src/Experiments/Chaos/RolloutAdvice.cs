using k8s.Models;

namespace Gauntlet.Experiments.Chaos;

/// <summary>What a pod lacks that keeps requests from being lost when it goes.</summary>
internal static class RolloutAdvice
{
    /// <summary>In sentences, the most likely first; empty where it has all of it.</summary>
    public static IReadOnlyList<string> Of(V1Pod pod)
    {
        var containers = pod.Spec.Containers;
        var advice = new List<string>();
        if (containers.All(container => container.Lifecycle?.PreStop is null))
        {
            advice.Add("its containers have no preStop: let it wait some seconds, until the ingress has taken the pod out, before the server is told to end");
        }

        if (containers.Any(container => container.ReadinessProbe is null))
        {
            advice.Add("a container has no readinessProbe: a new pod is sent requests before it can answer");
        }

        if (pod.Spec.TerminationGracePeriodSeconds is < 5 and var grace)
        {
            advice.Add($"its terminationGracePeriodSeconds is {grace}: what is under way is cut off");
        }

        return advice;
    }
}
