using k8s;
using k8s.Autorest;

namespace Gauntlet.Workloads.Health;

/// <summary>Adds the last lines of a crashed container's log to what is known of it.</summary>
internal sealed class Evidence(IKubernetes client)
{
    private const int Lines = 15;

    public async Task<IReadOnlyList<HealthProblem>> AddAsync(IReadOnlyList<HealthProblem> problems, CancellationToken cancellation)
    {
        var complete = new List<HealthProblem>();
        foreach (var problem in problems)
        {
            var lines = problem.Reason == "CrashLoopBackOff" ? await LogAsync(problem, cancellation).ConfigureAwait(false) : [];
            complete.Add(problem with { Evidence = [.. problem.Evidence, .. lines] });
        }

        return complete;
    }

    private async Task<IReadOnlyList<string>> LogAsync(HealthProblem problem, CancellationToken cancellation)
    {
        var id = problem.On["Pod ".Length..].Split('/');
        try
        {
            using var stream = await client.CoreV1.ReadNamespacedPodLogAsync(id[1], id[0], previous: true, tailLines: Lines, cancellationToken: cancellation).ConfigureAwait(false);
            using var reader = new StreamReader(stream);
            var text = await reader.ReadToEndAsync(cancellation).ConfigureAwait(false);
            return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(Lines)];
        }
        catch (Exception e) when (e is HttpOperationException or HttpRequestException or IOException)
        {
            return [$"(its log is not to be had: {e.Message.ReplaceLineEndings(" ")})"];
        }
    }
}
