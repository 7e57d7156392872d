using Gauntlet.LoadGenerator.Engines;
using Gauntlet.LoadGenerator.Running;
using Gauntlet.Metrics.Model;

namespace Gauntlet.LoadGenerator;

/// <summary>Runs a load and hands over what it measured.</summary>
public static class LoadRunner
{
    /// <summary>Everything that keeps options and routes from being run, on this machine too, a sentence each; empty when they can be.</summary>
    public static IReadOnlyList<string> Check(LoadOptions options, IReadOnlyList<LoadRoute> routes)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(routes);
        var ofEngine = LoadEngines.Of(options, routes) is { } engine
            ? EngineCheck.Problems(engine, options, routes)
            : [$"there is no engine '{options.Engine}'; there are {string.Join(", ", LoadEngines.Names)}"];
        return [.. LoadValidation.Problems(options, routes), .. ofEngine, .. OwnLimits.Here().Problems(options)];
    }

    /// <summary>Runs to the end of the plan, or until cancelled: then it returns what was measured so far, marked as interrupted.</summary>
    /// <exception cref="ArgumentException">The job cannot be run; the message is all that <see cref="Check"/> says.</exception>
    /// <exception cref="LoadEngineException">
    /// The tool of the engine failed, or wrote what cannot be read; or the accounts of an engine of ours do not add up, which is a defect.
    /// </exception>
    public static Task<LoadRun> RunAsync(LoadJob job, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(job);
        return Check(job.Options, job.Routes) is { Count: > 0 } problems
            ? throw new ArgumentException("the load cannot be run: " + string.Join("; ", problems), nameof(job))
            : LoadEngines.Of(job.Options, job.Routes)!.RunAsync(job, cancellation);
    }

    /// <summary>As <see cref="RunAsync(LoadJob, CancellationToken)"/>, by an engine of ours.</summary>
    public static Task<LoadRun> RunAsync(
        LoadOptions options,
        IReadOnlyList<LoadRoute> routes,
        LoadTarget target,
        IProgress<LoadProgress>? progress,
        Stream? failures,
        CancellationToken cancellation) =>
        RunAsync(new LoadJob(options, routes, target) { Progress = progress, Failures = failures }, cancellation);
}
