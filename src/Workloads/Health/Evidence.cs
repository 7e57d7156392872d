using Gauntlet.Workloads.Applying;
using k8s;
using k8s.Autorest;

namespace Gauntlet.Workloads.Health;

/// <summary>Adds the last lines of a container's log to what is known of it.</summary>
internal sealed class Evidence(IKubernetes client)
{
    private const int Lines = 15;

    public async Task<IReadOnlyList<HealthProblem>> AddAsync(IReadOnlyList<HealthProblem> problems, CancellationToken cancellation)
    {
        var complete = new List<HealthProblem>();
        foreach (var problem in problems)
        {
            var lines = HasRun(problem) ? await LogAsync(problem, cancellation).ConfigureAwait(false) : [];
            complete.Add(problem with { Evidence = [.. problem.Evidence, .. lines] });
        }

        return complete;
    }

    /// <summary>A container that waits for its image or its configuration has no log.</summary>
    private static bool HasRun(HealthProblem problem) => (problem.Pod ?? problem.On) is { Kind: "Pod", Namespace: not null } && problem.Container is not null
        && (problem.Pod is not null
            || problem.Reason is "CrashLoopBackOff" or "ProgressDeadlineExceeded" or "ReadinessTimeout" or "StartTimeout" or "InitTimeout");

    private async Task<IReadOnlyList<string>> LogAsync(HealthProblem problem, CancellationToken cancellation)
    {
        var pod = problem.Pod ?? problem.On;
        try
        {
            using var stream = await client.CoreV1.ReadNamespacedPodLogAsync(
                pod.Name, pod.Namespace, container: problem.Container, previous: problem.Reason == "CrashLoopBackOff", tailLines: Lines,
                cancellationToken: cancellation).ConfigureAwait(false);
            using var reader = new StreamReader(stream);
            var text = await reader.ReadToEndAsync(cancellation).ConfigureAwait(false);
            return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(Lines).Select(line => $"log of {problem.Container}: {line}")];
        }
        catch (Exception e) when (
            e is HttpOperationException or HttpRequestException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return [$"(the log of {problem.Container} is unavailable: {ApiStatus.MessageOf(e).ReplaceLineEndings(" ")})"];
        }
    }
}
