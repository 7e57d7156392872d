using System.Text.RegularExpressions;
using k8s.Models;

namespace Gauntlet.Workloads.Health;

/// <summary>Finds the states that waiting cannot heal, and says whose fault they are.</summary>
internal static partial class ProblemFinder
{
    /// <summary>A container that crashed this often is not starting slowly.</summary>
    private const int CrashesThatAreALoop = 3;

    /// <summary>Every problem that ends the wait at once.</summary>
    public static IReadOnlyList<HealthProblem> Terminal(ClusterSnapshot snapshot) =>
        [.. snapshot.Pods.SelectMany(pod => OfPod(pod, snapshot)), .. snapshot.Deployments.SelectMany(OfDeployment)];

    /// <summary>The pull problems that may heal, and end the wait only with the pull's budget.</summary>
    public static IEnumerable<HealthProblem> Pending(ClusterSnapshot snapshot) =>
        from pod in snapshot.Pods
        from container in Statuses(pod)
        where container.State?.Waiting is { Reason: "ErrImagePull" or "ImagePullBackOff" or "RegistryUnavailable" }
        let text = PullText(pod, container, snapshot)
        where BlameOfPull(text) == Blame.Surroundings
        select new HealthProblem(Blame.Surroundings, On(pod), container.State.Waiting.Reason, text) { Evidence = Events(pod, snapshot) };

    /// <summary>
    /// DNS, connection, timeout, 429 and 5xx are the registry's; an image that does not exist, is denied or is invalid is the change's.
    /// Null where the message does not say.
    /// </summary>
    internal static Blame? BlameOfPull(string message) =>
        RegistryFault().IsMatch(message) ? Blame.Surroundings : ImageFault().IsMatch(message) ? Blame.Change : null;

    private static IEnumerable<HealthProblem> OfPod(V1Pod pod, ClusterSnapshot snapshot)
    {
        if (pod.Status?.Conditions?.FirstOrDefault(condition => condition is { Type: "PodScheduled", Status: "False", Reason: "Unschedulable" }) is { } unscheduled)
        {
            yield return new HealthProblem(Blame.Change, On(pod), "Unschedulable", unscheduled.Message ?? "no node takes the pod") { Evidence = Events(pod, snapshot) };
        }

        foreach (var container in Statuses(pod))
        {
            if (container.State?.Waiting is { } waiting && OfWaiting(pod, container, waiting, snapshot) is { } problem)
            {
                yield return problem with { Evidence = Events(pod, snapshot) };
            }
        }
    }

    private static HealthProblem? OfWaiting(V1Pod pod, V1ContainerStatus container, V1ContainerStateWaiting waiting, ClusterSnapshot snapshot)
    {
        var message = waiting.Message ?? "";
        switch (waiting.Reason)
        {
            case "ErrImageNeverPull" or "InvalidImageName" or "CreateContainerConfigError" or "CreateContainerError" or "RunContainerError":
                return new HealthProblem(Blame.Change, On(pod), waiting.Reason, message);
            case "ErrImagePull" or "ImagePullBackOff":
                var text = PullText(pod, container, snapshot);
                return BlameOfPull(text) == Blame.Change ? new HealthProblem(Blame.Change, On(pod), waiting.Reason, text) : null;
            case "CrashLoopBackOff" when container.RestartCount >= CrashesThatAreALoop:
                var last = container.LastState?.Terminated;
                return new HealthProblem(Blame.Change, On(pod), waiting.Reason, $"container {container.Name} ended {container.RestartCount} times, last with exit code {last?.ExitCode}{(last?.Reason is { } reason ? $" ({reason})" : "")}");
            default:
                return null;
        }
    }

    private static IEnumerable<HealthProblem> OfDeployment(V1Deployment deployment)
    {
        var on = $"Deployment {deployment.Metadata.NamespaceProperty}/{deployment.Metadata.Name}";
        foreach (var condition in deployment.Status?.Conditions ?? [])
        {
            if (condition is { Type: "Progressing", Status: "False", Reason: "ProgressDeadlineExceeded" })
            {
                yield return new HealthProblem(Blame.Change, on, condition.Reason, condition.Message ?? "the rollout made no progress");
            }

            if (condition is { Type: "ReplicaFailure", Status: "True" })
            {
                yield return new HealthProblem(Blame.Change, on, condition.Reason ?? "ReplicaFailure", condition.Message ?? "its pods cannot be created");
            }
        }
    }

    /// <summary>The status says "Back-off pulling image" after the first try; the reason stands in the events.</summary>
    private static string PullText(V1Pod pod, V1ContainerStatus container, ClusterSnapshot snapshot)
    {
        var status = container.State?.Waiting?.Message ?? "";
        var failed = snapshot.Events.Where(entry => entry.InvolvedObject.Uid == pod.Metadata.Uid && entry.Reason == "Failed" && entry.Message?.StartsWith("Failed to pull image", StringComparison.Ordinal) == true)
            .Select(entry => entry.Message).LastOrDefault();
        return BlameOfPull(status) is null && failed is not null ? failed : status;
    }

    private static IReadOnlyList<string> Events(V1Pod pod, ClusterSnapshot snapshot) =>
        [.. snapshot.Events.Where(entry => entry.InvolvedObject.Uid == pod.Metadata.Uid && entry.Type == "Warning").TakeLast(5).Select(entry => $"{entry.Reason}: {entry.Message}")];

    private static IEnumerable<V1ContainerStatus> Statuses(V1Pod pod) => [.. pod.Status?.InitContainerStatuses ?? [], .. pod.Status?.ContainerStatuses ?? []];

    private static string On(V1Pod pod) => $"Pod {pod.Metadata.NamespaceProperty}/{pod.Metadata.Name}";

    [GeneratedRegex(@"dial tcp|no such host|i/o timeout|timeout|timed out|deadline exceeded|connection (refused|reset)|TLS handshake|server misbehaving|network is unreachable|no route to host|too many requests|toomanyrequests|\b(429|50\d)\b|temporary failure|unexpected EOF", RegexOptions.IgnoreCase)]
    private static partial Regex RegistryFault();

    [GeneratedRegex("not found|does not exist|denied|unauthorized|forbidden|authorization failed|manifest unknown|name unknown|invalid reference|no match for platform|\\b40[134]\\b", RegexOptions.IgnoreCase)]
    private static partial Regex ImageFault();
}
