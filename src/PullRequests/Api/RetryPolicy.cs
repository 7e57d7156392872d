using Polly;
using Polly.Retry;

namespace Gauntlet.PullRequests.Api;

/// <summary>How often and how long a failing call to GitHub is tried again.</summary>
public sealed record RetrySettings
{
    /// <value>Tries after the first. Default: 4.</value>
    public int Retries { get; init; } = 4;

    /// <value>Pause before the first retry; each further one doubles it, and half of each is drawn at random. Default: 1 s.</value>
    public TimeSpan BasePause { get; init; } = TimeSpan.FromSeconds(1);

    /// <value>All pauses together; a pause that GitHub asks for beyond it ends the tries at once. Default: 2 minutes.</value>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromMinutes(2);

    /// <value>Deadline of one HTTP request. Default: 20 s.</value>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <value>Seed of the pauses' random part.</value>
    public int Seed { get; init; } = 1;
}

/// <summary>Retries a whole pass (read, decide, write): a POST that was answered 502 may have been carried out, so each try looks again first.</summary>
internal sealed class RetryPolicy(RetrySettings settings, TimeProvider time)
{
    private readonly Random _random = new(settings.Seed);
    private TimeSpan _waited;

    /// <summary>Runs the pass until it succeeds, cannot, or the budget is used up; the last failure is rethrown.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> pass, CancellationToken cancellation)
    {
        if (settings.Retries == 0)
        {
            return await pass().ConfigureAwait(false);
        }

        var pipeline = new ResiliencePipelineBuilder<T> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<T>
            {
                MaxRetryAttempts = settings.Retries,
                ShouldHandle = arguments => ValueTask.FromResult(
                    !cancellation.IsCancellationRequested && Pause(arguments.Outcome.Exception, arguments.AttemptNumber) is not null),
                DelayGenerator = arguments => ValueTask.FromResult(Take(arguments.Outcome.Exception, arguments.AttemptNumber)),
            })
            .Build();

        return await pipeline.ExecuteAsync(async _ => await pass().ConfigureAwait(false), cancellation).ConfigureAwait(false);
    }

    private TimeSpan? Take(Exception? exception, int attempt)
    {
        var pause = Pause(exception, attempt) ?? TimeSpan.Zero;
        var jitter = TimeSpan.FromTicks((long)(pause.Ticks * _random.NextDouble() / 2));

        // What GitHub asks for is a lower bound, so the random part comes on top; it may use the rest of the budget, not more.
        var total = ApiFault.From(exception!, time.GetUtcNow())?.RetryAfter is null ? (pause / 2) + jitter : pause + Shorter(jitter, settings.BasePause);
        total = Shorter(total, settings.MaxWait - _waited);
        _waited += total;
        return total;
    }

    private TimeSpan? Pause(Exception? exception, int attempt)
    {
        if (exception is null || ApiFault.From(exception, time.GetUtcNow()) is not { Kind: ApiFaultKind.Transient } fault)
        {
            return null;
        }

        var pause = fault.RetryAfter ?? settings.BasePause * Math.Pow(2, attempt);
        return pause <= settings.MaxWait - _waited ? pause : null;
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
