using Gauntlet.Workloads.Objects;
using k8s.Models;

namespace Gauntlet.Workloads.Health;

/// <summary>Finds the states that waiting cannot heal, and says whose fault they are.</summary>
internal static class ProblemFinder
{
    private const string Unschedulable = "Unschedulable";

    /// <summary>Kinds that wait for the pods of others.</summary>
    private static readonly string[] OfOthers = ["Service", "PodDisruptionBudget", "HorizontalPodAutoscaler", "APIService"];

    /// <summary>A container that crashed this often is not starting slowly.</summary>
    private const int CrashesThatAreALoop = 3;

    /// <summary>How often the runtime may fail for want of time before it counts.</summary>
    private static readonly string[] RuntimeTrouble = ["deadline exceeded", "timeout", "is reserved for"];

    /// <summary>Taints that the node controller sets on a node in trouble.</summary>
    private static readonly string[] NodeTrouble = [
        "node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable", "node.kubernetes.io/network-unavailable", "-pressure"];

    /// <summary>Every problem that ends the wait at once.</summary>
    public static IReadOnlyList<HealthProblem> Terminal(ClusterSnapshot snapshot)
    {
        var nodesAreWell = snapshot.Nodes.All(Conditions.IsReady);
        return
        [
            .. snapshot.Pods.SelectMany(pod => OfPod(pod, snapshot, nodesAreWell)),
            .. snapshot.Deployments.SelectMany(deployment => OfDeployment(deployment, snapshot, nodesAreWell)),
            .. nodesAreWell ? snapshot.Judged.SelectMany(entry => OfObject(entry, snapshot)) : [],
        ];
    }

    /// <summary>The pull problems that may heal, and end the wait only with the pull's budget.</summary>
    public static IEnumerable<HealthProblem> Pending(ClusterSnapshot snapshot) =>
        from pod in snapshot.Pods
        from container in Statuses(pod)
        where container.State?.Waiting is { Reason: "ErrImagePull" or "ImagePullBackOff" or "RegistryUnavailable" }
        let text = PullText(pod, container, snapshot)
        where PullBlame.Of(text) == Blame.Infrastructure
        select On(pod, snapshot, Blame.Infrastructure, container.State.Waiting.Reason, text) with
        {
            Evidence = Events(pod, snapshot),
            Container = container.Name
        };

    /// <summary>The pods that are not Ready, each with what its containers do and the events that explain it.</summary>
    public static IEnumerable<HealthProblem> NotReady(ClusterSnapshot snapshot, string reason, string message) =>
        from pod in snapshot.Pods
        where !Conditions.IsReady(pod) && pod.Status?.Phase is not ("Succeeded" or "Failed")
        let containers = string.Join("; ", Statuses(pod).Where(status => IsNotDone(status)).Select(status => Describe(status, pod, snapshot)))
        select On(pod, snapshot, Blame.Change, reason, $"{message}; {(containers.Length == 0 ? pod.Status?.Phase ?? "no status" : containers)}") with
        {
            Evidence = Events(pod, snapshot),
            Container = PodProgress.PendingInit(pod) ?? Statuses(pod).FirstOrDefault(IsNotDone)?.Name,
        };

    /// <summary>
    /// What is not as it was wanted when the time is over: claims, which pods wait for; pods without a node; pods that are not Ready; then other objects.
    /// </summary>
    public static IEnumerable<HealthProblem> Late(ClusterSnapshot snapshot, string reason, string message)
    {
        var late = snapshot.Judged.Where(entry => entry.State.WaitsFor is not null).ToList();
        HealthProblem[] pods =
        [
            .. late.Where(entry => entry.Item.Kind.Name == "PersistentVolumeClaim").Select(entry => Late(entry, snapshot, reason)),
            .. snapshot.Pods.Where(pod => Unscheduled(pod) is not null)
            .Select(pod => On(pod, snapshot, Blame.Change, Unschedulable, Unscheduled(pod)!) with { Evidence = Events(pod, snapshot) }),
            .. NotReady(snapshot, reason, message)
            .Where(problem => snapshot.Pods.First(pod => ObjectReference.Of(pod) == problem.On) is { } pod && Unscheduled(pod) is null),
        ];
        var told = pods.Select(problem => problem.Owner ?? problem.On).ToHashSet();
        return pods.Concat(late
            .Where(entry => !told.Contains(entry.Item.Reference) && (pods.Length == 0 || !OfOthers.Contains(entry.Item.Kind.Name)))
            .Select(entry => Late(entry, snapshot, reason)));
    }

    private static HealthProblem Late(JudgedObject entry, ClusterSnapshot snapshot, string reason) =>
        new HealthProblem(entry.State.IsOfCluster ? Blame.Infrastructure : Blame.Change, entry.Item.Reference, reason, entry.State.WaitsFor!) with
        {
            Evidence = Events(entry, snapshot),
            Pod = LastPod(entry, snapshot) is { } pod ? ObjectReference.Of(pod) : null,
            Container = LastPod(entry, snapshot)?.Spec?.Containers?.FirstOrDefault()?.Name,
        };

    /// <summary>A state of its own that cannot heal, or pods that the API server does not let it make.</summary>
    private static IEnumerable<HealthProblem> OfObject(JudgedObject entry, ClusterSnapshot snapshot)
    {
        if (entry.State.Failure is { } failure)
        {
            var pod = LastPod(entry, snapshot);
            var ended = pod?.Status?.ContainerStatuses?.FirstOrDefault(status => status.State?.Terminated is { ExitCode: not 0 });
            yield return new HealthProblem(
                Blame.Change, entry.Item.Reference, failure.Reason, failure.Message + (ended is null ? "" : $"; {Describe(ended, pod!, snapshot)}")) with
            {
                Evidence = pod is null ? Events(entry, snapshot) : [.. Events(entry, snapshot), .. Events(pod, snapshot)],
                Pod = pod is null ? null : ObjectReference.Of(pod),
                Container = ended?.Name ?? pod?.Spec?.Containers?.FirstOrDefault()?.Name,
            };
        }
        else if (!entry.State.IsMade && entry.Item.Kind.Name != "Deployment"
            && EventsOf(entry, snapshot).Where(said => said.Reason == "FailedCreate").OrderBy(Conditions.LastSeen).LastOrDefault()?.Message is { } refused
                && IsRefusal(refused))
        {
            yield return new HealthProblem(Blame.Change, entry.Item.Reference, "FailedCreate", refused);
        }
    }

    /// <summary>Of the pods of an object the last one that failed, else the last one.</summary>
    private static V1Pod? LastPod(JudgedObject entry, ClusterSnapshot snapshot) =>
        entry.Live is null ? null
        : entry.Item.Is<V1Pod>() ? snapshot.Pods.FirstOrDefault(pod => ObjectReference.Of(pod) == entry.Item.Reference)
        : snapshot.PodsOf(entry.Live.Uid).OrderBy(pod => pod.Status?.Phase == "Failed").ThenBy(pod => pod.Metadata.CreationTimestamp).LastOrDefault();

    private static IEnumerable<Corev1Event> EventsOf(JudgedObject entry, ClusterSnapshot snapshot) =>
        entry.Live is { Uid: { Length: > 0 } uid } ? snapshot.Events.Where(said => said.InvolvedObject.Uid == uid) : [];

    private static IReadOnlyList<string> Events(JudgedObject entry, ClusterSnapshot snapshot) =>
        [.. EventsOf(entry, snapshot).Where(said => said.Type == "Warning").TakeLast(5).Select(said => $"{said.Reason}: {said.Message}")];

    private static bool IsNotDone(V1ContainerStatus status) => !status.Ready && status.State?.Terminated is not { ExitCode: 0 };

    /// <summary>What the scheduler says of a pod that no node takes; null where one does, or where a node is in trouble.</summary>
    private static string? Unscheduled(V1Pod pod) =>
        pod.Status?.Conditions?.FirstOrDefault(condition => condition is { Type: "PodScheduled", Status: "False", Reason: Unschedulable }) is { } unscheduled
            && !Mentions(unscheduled.Message, NodeTrouble)
            ? unscheduled.Message ?? "no node takes the pod"
            : null;

    private static IEnumerable<HealthProblem> OfPod(V1Pod pod, ClusterSnapshot snapshot, bool nodesAreWell)
    {
        // What a node more, a pod less or a volume would heal has the budget of its phase.
        if (nodesAreWell && Unscheduled(pod) is { } reason && SchedulerReason.CannotHeal(reason))
        {
            yield return On(pod, snapshot, Blame.Change, Unschedulable, reason) with { Evidence = Events(pod, snapshot) };
        }

        foreach (var container in Statuses(pod))
        {
            if (container.State?.Waiting is { } waiting && OfWaiting(pod, container, waiting, snapshot) is { } problem)
            {
                yield return problem with { Evidence = Events(pod, snapshot), Container = container.Name };
            }
        }
    }

    private static HealthProblem? OfWaiting(V1Pod pod, V1ContainerStatus container, V1ContainerStateWaiting waiting, ClusterSnapshot snapshot)
    {
        var message = waiting.Message ?? "";
        switch (waiting.Reason)
        {
            case "ErrImageNeverPull" or "InvalidImageName" or "CreateContainerConfigError":
            case "CreateContainerError" or "RunContainerError" when !Mentions(message, RuntimeTrouble):
                return On(pod, snapshot, Blame.Change, waiting.Reason, message);
            case "ErrImagePull" or "ImagePullBackOff":
                var text = PullText(pod, container, snapshot);
                return PullBlame.Of(text) == Blame.Change ? On(pod, snapshot, Blame.Change, waiting.Reason, text) : null;
            // How often the pods of a Job may fail, the Job itself says.
            case "CrashLoopBackOff" when container.RestartCount >= CrashesThatAreALoop && snapshot.OwnerOf(pod) is not { Kind: "Job" }:
                return On(pod, snapshot, Blame.Change, waiting.Reason, Describe(container, pod, snapshot));
            default:
                return null;
        }
    }

    private static IEnumerable<HealthProblem> OfDeployment(V1Deployment deployment, ClusterSnapshot snapshot, bool nodesAreWell)
    {
        // What the controller said of an older generation is not about this change.
        var conditions = deployment.Status?.ObservedGeneration >= (deployment.Metadata.Generation ?? 0) ? deployment.Status.Conditions ?? [] : [];
        var on = ObjectReference.Of(deployment);
        var own = snapshot with { Pods = [.. snapshot.PodsOf(deployment.Metadata.Uid)] };
        foreach (var condition in conditions)
        {
            if (condition is { Type: "ReplicaFailure", Status: "True" } && IsRefusal(condition.Message ?? ""))
            {
                yield return new HealthProblem(Blame.Change, on, condition.Reason ?? "ReplicaFailure", condition.Message!);
            }

            // Without its nodes no rollout makes progress, and a registry that does not answer has the pull's own budget.
            if (condition is { Type: "Progressing", Status: "False", Reason: "ProgressDeadlineExceeded" } && nodesAreWell && !Pending(own).Any())
            {
                var problem = new HealthProblem(Blame.Change, on, condition.Reason, condition.Message ?? "the rollout made no progress");
                var pods = NotReady(own, condition.Reason, problem.Message).ToList();
                // With all its pods Ready it is a word of before: the controller has not yet said that the rollout goes on.
                var allReady = pods.Count == 0 && own.Pods.Count >= (deployment.Spec.Replicas ?? 1);
                foreach (var finding in pods.Count > 0 || allReady ? pods : [problem])
                {
                    yield return finding;
                }
            }
        }
    }

    /// <summary>Quota, admission and validation refuse for good. A service account that is not there yet is made within a second of its namespace.</summary>
    private static bool IsRefusal(string message) =>
        Mentions(message, ["exceeded quota", "forbidden", "is invalid", "denied the request"])
            && !Mentions(message, ["error looking up service account", "serviceaccount \"default\" not found"]);

    /// <summary>The status says "Back-off pulling image" after the first try; the reason stands in the events.</summary>
    private static string PullText(V1Pod pod, V1ContainerStatus container, ClusterSnapshot snapshot)
    {
        var status = container.State?.Waiting?.Message ?? "";
        var failed = snapshot.EventsOf(pod)
            .Where(entry => entry.Reason == "Failed"
                && entry.Message?.StartsWith($"Failed to pull image \"{container.Image}\"", StringComparison.Ordinal) == true)
            .OrderBy(Conditions.LastSeen)
            .Select(entry => entry.Message).LastOrDefault();
        return PullBlame.Of(status) is null && failed is not null ? failed : status;
    }

    private static IReadOnlyList<string> Events(V1Pod pod, ClusterSnapshot snapshot) =>
        [.. snapshot.EventsOf(pod).Where(entry => entry.Type == "Warning").TakeLast(5).Select(entry => $"{entry.Reason}: {entry.Message}")];

    private static string Describe(V1ContainerStatus container, V1Pod pod, ClusterSnapshot snapshot)
    {
        var last = container.LastState?.Terminated ?? container.State?.Terminated;
        var ended = last is null ? ""
            : $", ended {Math.Max(1, container.RestartCount)} times, last with exit code {last.ExitCode}{(last.Reason is { } reason ? $" ({reason})" : "")}";
        var probe = last is null ? null : ProbeKills.Find(snapshot.EventsOf(pod), container.Name, last.StartedAt);
        ended += probe is null ? "" : $", by its {probe}";
        return $"container {container.Name} "
            + (container.State?.Waiting?.Reason
                ?? (container.State?.Running is null ? "does not run" : container.Ready ? "is ready" : "runs but is not ready")) + ended;
    }

    private static IEnumerable<V1ContainerStatus> Statuses(V1Pod pod) => [.. pod.Status?.InitContainerStatuses ?? [], .. pod.Status?.ContainerStatuses ?? []];

    private static bool Mentions(string? message, string[] words) => words.Any(word => message?.Contains(word, StringComparison.OrdinalIgnoreCase) == true);

    private static HealthProblem On(V1Pod pod, ClusterSnapshot snapshot, Blame blame, string reason, string message) =>
        new(blame, ObjectReference.Of(pod), reason, message) { Owner = snapshot.OwnerOf(pod) };
}
