using System.Text.Json;
using Gauntlet.LoadGenerator.Engines;
using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Adapters;

/// <summary>
/// A load generator of others: runs it for the warm-up and for the measured part, and reads every request that it hands over into the same metrics.
/// </summary>
internal abstract class ToolEngine : ILoadEngine
{
    public abstract string Name { get; }

    public abstract EngineAbilities Abilities { get; }

    public abstract EngineTool Tool { get; }

    /// <summary>What it cannot follow of a plan and what it does not measure, in one sentence for the reports.</summary>
    protected abstract string Deviation { get; }

    public virtual IEnumerable<string> Check(LoadOptions options, IReadOnlyList<LoadRoute> routes) => [];

    public async Task<LoadRun> RunAsync(LoadJob job, CancellationToken cancellation)
    {
        var tools = job.Tools ?? throw new ArgumentException($"the engine {Name} needs something that starts its tool", nameof(job));
        var measured = ToolJob.Of(job);
        ToolResult? warm = null;
        try
        {
            warm = measured.WarmUp() is { } warmUp ? await MeasureAsync(tools, warmUp, cancellation).ConfigureAwait(false) : null;
            return Book(measured, await MeasureAsync(tools, measured, cancellation).ConfigureAwait(false), warm, interrupted: false);
        }
        catch (OperationCanceledException)
        {
            // The tool was killed, and hands nothing over.
            return Book(measured, new ToolResult([], 0, TimeSpan.Zero), warm, interrupted: true);
        }
    }

    /// <summary>Writes the tool's input into a folder and returns the arguments of each call.</summary>
    internal abstract IReadOnlyList<IReadOnlyList<string>> Prepare(ToolJob job, string folder);

    /// <summary>Reads what it wrote: into the folder, or to the standard output of its last call.</summary>
    /// <exception cref="JsonException">It is not the tool's documented format; so too <see cref="FormatException"/> and <see cref="IOException"/>.</exception>
    internal abstract ToolResult Read(ToolJob job, string folder, IReadOnlyList<string> output);

    /// <summary>The tool's requests as a run. What it does not measure is left out: send lag, processor time, its own threads.</summary>
    internal LoadRun Book(ToolJob job, ToolResult result, ToolResult? warmUp, bool interrupted)
    {
        var recorder = new Recorder(job.Routes.Count, (int)Math.Ceiling(result.Measured.TotalSeconds), result.Samples.Count);
        foreach (var sample in result.Samples)
        {
            recorder.Record(sample.Route, sample.Second, sample.Microseconds, sample.Microseconds, sample.Outcome);
        }

        var completed = result.Samples.LongCount(sample => sample.Outcome == Outcome.Success);
        return new LoadRun
        {
            Routes = [.. job.Routes.Select(route => route.Name)],
            Recorded = recorder,
            Totals = new LoadTotals(
                result.Samples.Count + result.Dropped, completed, result.Samples.Count - completed, result.Dropped, Pending: 0, IdleRetries: 0),
            Setup = new LoadSetup
            {
                Model = job.IsOpen ? "open" : "closed",
                Arrivals = job.IsOpen ? "constant" : null,
                OfferedRate = job.IsOpen ? job.Plan.Measured.Total / job.Plan.Measured.Seconds : null,
                Connections = job.Options.Connections,
                Loops = null,
                Engine = Name,
                Seed = job.Options.Seed,
                Timeout = job.Options.Timeout,
                Reuse = job.Options.Reuse.ToString(),
                Deviation = Deviation,
            },
            Measured = result.Measured,
            WarmUp = warmUp?.Measured ?? TimeSpan.Zero,
            WarmUpRequests = warmUp?.Samples.Count ?? 0,
            Interrupted = interrupted,
        };
    }

    private async Task<ToolResult> MeasureAsync(IToolRunner tools, ToolJob job, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("gauntlet-load-").FullName;
        try
        {
            IReadOnlyList<string> output = [];
            foreach (var arguments in Prepare(job, folder))
            {
                var exit = await tools.RunAsync(Tool, arguments, cancellation).ConfigureAwait(false);
                output = exit.ExitCode == 0
                    ? exit.StandardOutput
                    : throw new LoadEngineException(
                        $"{exit.Line} exited with {exit.ExitCode}: {exit.Said.LastOrDefault(line => line.Trim().Length > 0) ?? "no output"}", exit.Said);
            }

            return Read(job, folder, output);
        }
        catch (Exception e) when (e is JsonException or FormatException or IOException)
        {
            throw new LoadEngineException($"what {Name} wrote cannot be read: {e.Message}", inner: e);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
