using Gauntlet.Workloads.Applying;
using k8s;
using k8s.Autorest;

namespace Gauntlet.Workloads.Diagnostics;

/// <summary>One thing that is fetched of a cluster.</summary>
/// <param name="What">For the reader.</param>
/// <param name="RunAsync">Fetches it; answers what of it was unavailable, each with its reason.</param>
/// <param name="Limit">How long it may take; null for as long as all of them.</param>
internal sealed record CollectionStep(string What, Func<CancellationToken, Task<IReadOnlyList<string>>> RunAsync, TimeSpan? Limit = null)
{
    /// <summary>A step that is there as a whole or not at all.</summary>
    public CollectionStep(string what, Func<CancellationToken, Task> runAsync)
        : this(what, async cancellation =>
        {
            await runAsync(cancellation).ConfigureAwait(false);
            return [];
        })
    {
    }
}

/// <summary>Fetches some things at a time, so that one that does not answer holds up none of the others; what was unavailable is data.</summary>
/// <param name="most">How long all of them may take.</param>
/// <param name="time">The clock.</param>
/// <param name="progress">Told what is being fetched.</param>
internal sealed class CollectionSteps(TimeSpan most, TimeProvider time, IProgress<string> progress) : IDisposable
{
    private const int AtATime = 8;
    private readonly CancellationTokenSource _deadline = new(most, time);

    /// <summary>Begins them in their order; answers what was unavailable, in that order too.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled; the deadline is no exception.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(IReadOnlyList<CollectionStep> steps, CancellationToken cancellation)
    {
        var missing = new IReadOnlyList<string>[steps.Count];
        await Parallel.ForAsync(
            0, steps.Count, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellation },
            async (index, _) => missing[index] = await RunAsync(steps[index], cancellation).ConfigureAwait(false)).ConfigureAwait(false);
        return [.. missing.SelectMany(lines => lines)];
    }

    public void Dispose() => _deadline.Dispose();

    private async Task<IReadOnlyList<string>> RunAsync(CollectionStep step, CancellationToken cancellation)
    {
        if (_deadline.IsCancellationRequested)
        {
            return [$"{step.What}: {Late(most)}"];
        }

        progress.Report(step.What);
        using var limit = new CancellationTokenSource(step.Limit ?? Timeout.InfiniteTimeSpan, time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token, limit.Token, cancellation);
        try
        {
            return await step.RunAsync(any.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (
            e is HttpRequestException or HttpOperationException or KubernetesException or System.Text.Json.JsonException
            || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return [$"{step.What}: {(_deadline.IsCancellationRequested ? Late(most)
                : limit.IsCancellationRequested ? $"no answer within {step.Limit!.Value.TotalSeconds:0} s"
                : ApiStatus.MessageOf(e).ReplaceLineEndings(" "))}"];
        }
    }

    private static string Late(TimeSpan most) => $"the deadline of {most.TotalSeconds:0} s was over";
}
