using Gauntlet.Workloads.Health;
using Gauntlet.Workloads.Objects;
using k8s;
using k8s.Models;

namespace Gauntlet.Workloads.Diagnostics;

/// <summary>Sums up in a few lines what is not healthy: nodes before pods, as a lost node takes its pods along.</summary>
internal sealed class FirstCause(IKubernetes client)
{
    private const int MostProblems = 5;
    private const int MostLines = 30;

    public async Task<IReadOnlyList<string>> FindAsync(ClusterSnapshot snapshot, CancellationToken cancellation)
    {
        var problems = Problems(snapshot).DistinctBy(problem => problem.On).Take(MostProblems).ToList();
        var complete = await new Evidence(client).AddAsync(problems, cancellation).ConfigureAwait(false);
        return [.. complete.SelectMany(
            problem => new[] { problem.ToString().ReplaceLineEndings(" ") }.Concat(problem.Evidence.Select(line => "  " + line.ReplaceLineEndings(" "))))
            .Take(MostLines)];
    }

    private static IEnumerable<HealthProblem> Problems(ClusterSnapshot snapshot) =>
    [
        .. snapshot.Nodes.Where(node => !Conditions.IsReady(node))
            .Select(node => new HealthProblem(Blame.Infrastructure, ObjectReference.Of(node), "NotReady", Conditions.ReadyMessage(node) ?? "it says nothing")),
        .. ProblemFinder.Terminal(snapshot),
        .. ProblemFinder.Pending(snapshot),
        .. snapshot.Pods.Where(pod => !PodHealth.IsHealthy(pod))
            .Select(pod => new HealthProblem(Blame.Change, ObjectReference.Of(pod), "NotReady", Describe(pod))),
    ];

    private static string Describe(V1Pod pod)
    {
        var containers = (pod.Status?.ContainerStatuses ?? []).Select(status =>
            $"{status.Name} {status.State?.Waiting?.Reason ?? status.State?.Terminated?.Reason ?? (status.Ready ? "ready" : "running, not ready")}, "
                + $"{status.RestartCount} restarts"
            + (status.LastState?.Terminated is { } last ? $", last exit code {last.ExitCode}" : ""));
        return $"{pod.Status?.Phase ?? "no phase"}; {string.Join("; ", containers)}";
    }
}
