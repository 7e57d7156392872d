using Gauntlet.LoadGenerator.Engines;
using Gauntlet.Metrics.Model;

namespace Gauntlet.LoadGenerator.Running;

/// <summary>An engine of ours: loops that share a plan, each with connections of its own.</summary>
internal abstract class LoopEngine : ILoadEngine
{
    public abstract string Name { get; }

    public abstract EngineAbilities Abilities { get; }

    public EngineTool? Tool => null;

    public virtual IEnumerable<string> Check(LoadOptions options, IReadOnlyList<LoadRoute> routes) => [];

    public async Task<LoadRun> RunAsync(LoadJob job, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var run = new RunState(job, Now, stop);
        using var ticker = job.Progress is { } progress ? new ProgressTicker(run, progress) : null;
        await RunAsync(run.Loops).ConfigureAwait(false);
        return run.Finish(Name, cancellation.IsCancellationRequested);
    }

    /// <summary>The clock that it sends by: monotonic, in nanoseconds.</summary>
    protected abstract long Now();

    /// <summary>Runs all loops to their end or until they are stopped; a stop is a normal end.</summary>
    protected abstract Task RunAsync(IReadOnlyList<LoopContext> loops);
}
