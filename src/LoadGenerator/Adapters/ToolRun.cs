using System.ComponentModel;
using System.Diagnostics;
using Gauntlet.LoadGenerator.Planning;
using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Adapters;

/// <summary>Runs another load generator, first for the warm-up and then measured, and reads its result into the same metrics.</summary>
internal static class ToolRun
{
    public static IToolAdapter? Of(EngineKind engine) => engine switch
    {
        EngineKind.K6 => new K6Adapter(),
        EngineKind.Vegeta => new VegetaAdapter(),
        _ => null,
    };

    public static async Task<LoadRun> RunAsync(IToolAdapter tool, LoadOptions options, IReadOnlyList<LoadRoute> routes, LoadTarget target, CancellationToken stop)
    {
        if (tool.Refuses(options, routes) is { } reason)
        {
            throw new ArgumentException("the load cannot be run: " + reason);
        }

        var job = new ToolJob(options, routes, target, new LoadPlan(options, routes));
        var folder = Directory.CreateTempSubdirectory("gauntlet-load-").FullName;
        try
        {
            var warmUp = options.WarmUp.Duration;
            var warm = warmUp > TimeSpan.Zero && !stop.IsCancellationRequested
                ? await MeasureAsync(tool, job with { Options = options with { Duration = warmUp, Requests = null, Stages = [] } }, folder, stop).ConfigureAwait(false)
                : null;
            var result = stop.IsCancellationRequested ? null : await MeasureAsync(tool, job, folder, stop).ConfigureAwait(false);
            return Book(tool, job, result ?? new ToolResult([], 0, TimeSpan.Zero), warm, stop.IsCancellationRequested);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The tool's requests as a run.</summary>
    internal static LoadRun Book(IToolAdapter tool, ToolJob job, ToolResult result, ToolResult? warmUp, bool interrupted)
    {
        var recorder = new Recorder(job.Routes.Count, (int)Math.Ceiling(result.Measured.TotalSeconds), result.Samples.Count);
        foreach (var sample in result.Samples)
        {
            recorder.Record(sample.Route, sample.Second, sample.Microseconds, sample.Microseconds, sample.Outcome);
        }

        var completed = result.Samples.LongCount(sample => sample.Outcome == Outcome.Success);
        var options = job.Options;
        var isOpen = options.Model == LoadModel.Open;
        return new LoadRun
        {
            Routes = [.. job.Routes.Select(route => route.Name)],
            Recorded = recorder,
            Totals = new LoadTotals(result.Samples.Count + result.Dropped, completed, result.Samples.Count - completed, result.Dropped, Pending: 0, IdleRetries: 0),
            Setup = new LoadSetup
            {
                Model = isOpen ? "open" : "closed",
                Arrivals = isOpen ? "constant" : null,
                OfferedRate = isOpen ? job.Plan.Measured.Total / job.Plan.Measured.Seconds : null,
                Connections = options.Connections,
                Loops = options.Threads ?? Environment.ProcessorCount,
                Engine = tool.Name,
                Seed = options.Seed,
                Timeout = options.Timeout,
                Reuse = options.Reuse.ToString(),
                Deviation = tool.Deviation,
            },
            Measured = result.Measured,
            WarmUp = warmUp?.Measured ?? TimeSpan.Zero,
            WarmUpRequests = warmUp?.Samples.Count ?? 0,
            Interrupted = interrupted,
        };
    }

    private static async Task<ToolResult?> MeasureAsync(IToolAdapter tool, ToolJob job, string folder, CancellationToken stop)
    {
        var arguments = tool.Prepare(job, folder);
        var output = await ExecuteAsync(tool.Name, arguments, stop).ConfigureAwait(false);
        if (tool is VegetaAdapter && output is not null)
        {
            // What attack writes is binary; encode reads it from a file just as well as from a pipe.
            output = await ExecuteAsync(tool.Name, ["encode", "--to", "json", Path.Combine(folder, VegetaAdapter.ResultFile)], stop).ConfigureAwait(false);
        }

        return output is null ? null : tool.Read(job, output);
    }

    private static async Task<string?> ExecuteAsync(string program, IReadOnlyList<string> arguments, CancellationToken stop)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true },
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception error)
        {
            throw new InvalidOperationException($"cannot start {program}: {error.Message}. Install it or choose --engine=auto", error);
        }

        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            return null;
        }

        return process.ExitCode == 0
            ? await output.ConfigureAwait(false)
            : throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} exited with {process.ExitCode}: {(await errors.ConfigureAwait(false)).Trim()}");
    }
}
