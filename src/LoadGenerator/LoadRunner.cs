using Gauntlet.LoadGenerator.Adapters;
using Gauntlet.LoadGenerator.Running;
using Gauntlet.Metrics.Model;

namespace Gauntlet.LoadGenerator;

/// <summary>Runs a load and hands over what it measured.</summary>
public static class LoadRunner
{
    /// <summary>Runs to the end of the plan, or until cancelled: then it returns what was measured so far, marked as interrupted.</summary>
    /// <param name="options">How to load.</param>
    /// <param name="routes">What to request; at least one.</param>
    /// <param name="target">Where every connection goes.</param>
    /// <param name="progress">Told twice a second; may be null.</param>
    /// <param name="failures">Gets the first 1,000 failures as JSON lines; may be null. Left open.</param>
    /// <param name="cancellation">Ends the run; does not throw.</param>
    /// <exception cref="ArgumentException">The options or routes cannot be run; the message names every reason.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">This machine, not the server, has no room for the connections; the message says what to do.</exception>
    /// <exception cref="InvalidOperationException">Another tool was chosen as engine, and it is not installed or failed.</exception>
    public static async Task<LoadRun> RunAsync(
        LoadOptions options,
        IReadOnlyList<LoadRoute> routes,
        LoadTarget target,
        IProgress<LoadProgress>? progress,
        Stream? failures,
        CancellationToken cancellation)
    {
        var measured = await MeasureAsync(options, routes, target, progress, failures, cancellation).ConfigureAwait(false);
        return measured.Run;
    }

    /// <summary>As RunAsync, with the bytes allocated by the process in the measured part.</summary>
    internal static async Task<(LoadRun Run, long AllocatedBytes)> MeasureAsync(
        LoadOptions options,
        IReadOnlyList<LoadRoute> routes,
        LoadTarget target,
        IProgress<LoadProgress>? progress,
        Stream? failures,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentNullException.ThrowIfNull(target);
        LoadValidation.Check(options, routes);
        if (ToolRun.Of(options.Engine) is { } tool)
        {
            return (await ToolRun.RunAsync(tool, options, routes, target, cancellation).ConfigureAwait(false), 0);
        }

        return await MeasureAsync(EngineChoice.Of(options, routes), options, routes, target, progress, failures, cancellation).ConfigureAwait(false);
    }

    /// <summary>Runs a load that can be run on an engine.</summary>
    internal static async Task<(LoadRun Run, long AllocatedBytes)> MeasureAsync(
        IEngine engine,
        LoadOptions options,
        IReadOnlyList<LoadRoute> routes,
        LoadTarget target,
        IProgress<LoadProgress>? progress,
        Stream? failures,
        CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var run = new RunState(options, routes, target, failures, engine.Now, stop);
        using var ticker = progress is null ? null : new ProgressTicker(run, progress);
        await engine.RunAsync(run.Loops).ConfigureAwait(false);
        return run.Finish(engine.Name, cancellation.IsCancellationRequested);
    }
}
