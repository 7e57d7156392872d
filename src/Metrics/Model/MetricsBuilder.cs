using Gauntlet.Metrics.Recording;
using Gauntlet.Metrics.Statistics;
using MathNet.Numerics.Statistics;

namespace Gauntlet.Metrics.Model;

/// <summary>Turns what was recorded into figures.</summary>
public static class MetricsBuilder
{
    private const ulong BootstrapSeed = 1;

    /// <summary>Computes the document.</summary>
    /// <param name="run">The run.</param>
    /// <param name="header">The run's header, copied as it is.</param>
    /// <param name="percentiles">Computed beside the standard ones.</param>
    /// <param name="definition">Hyndman and Fan's definition for raw samples; a histogram knows the nearest rank (R1) only.</param>
    /// <param name="resamples">Resamples of the block bootstrap.</param>
    public static MetricsDocument Build(
        LoadRun run, RunHeader header, IEnumerable<decimal>? percentiles = null, QuantileDefinition definition = QuantileDefinition.R1, int resamples = 1000)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(header);
        if (run.Routes.Count != run.Recorded.Routes.Count)
        {
            throw new ArgumentException($"{run.Routes.Count} route names for a recorder of {run.Recorded.Routes.Count} routes.", nameof(run));
        }

        var recorder = run.Recorded;
        var blocks = recorder.BlockOf(Math.Min(recorder.Seconds, WholeSeconds(run)) - 1) + 1;
        var all = Percentile.Standard.Concat(percentiles ?? []).Distinct().Order().ToArray();
        var groups = new GroupBuilder(recorder, new BlockBootstrap(blocks, resamples, BootstrapSeed), all, run, definition);
        var overall = groups.Overall(run.Totals.Dropped);
        return new MetricsDocument
        {
            Header = header,
            Load = Load(run),
            Totals = run.Totals,
            Percentiles = Describe(recorder, definition),
            Confidence = new ConfidenceSection(
                0.95,
                "percentiles: block bootstrap over seconds, ends rounded outwards to 1.6 %; rates: Wilson; lag: order statistics",
                resamples, recorder.BlockSeconds, blocks, BootstrapSeed.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            Overall = overall,
            Routes = [.. run.Routes.Select((name, index) => groups.Route(name, index) with
            {
                Seconds = SecondsBuilder.OfRoute(recorder, index, WholeSeconds(run)),
            })],
            Seconds = SecondsBuilder.Build(recorder, WholeSeconds(run)),
            Lag = groups.Lag(),
            Distribution = groups.Distribution(run.Setup.Timeout),
            Curve = groups.Curve(),
        };
    }

    private static LoadSection Load(LoadRun run) => new()
    {
        Model = run.Setup.Model,
        Arrivals = run.Setup.Arrivals,
        OfferedRate = run.Setup.OfferedRate,
        AchievedRate = Units.PerSecond(run.Totals.Completed + run.Totals.Failed, run.Measured),
        Connections = run.Setup.Connections,
        Loops = run.Setup.Loops,
        Engine = run.Setup.Engine,
        Seed = run.Setup.Seed,
        TimeoutMs = run.Setup.Timeout.TotalMilliseconds,
        Reuse = run.Setup.Reuse,
        MeasuredSeconds = run.Measured.TotalSeconds,
        WarmUpSeconds = run.WarmUp.TotalSeconds,
        WarmUpRequests = run.WarmUpRequests,
        ProcessorCores = run.Measured > TimeSpan.Zero && run.ProcessorTime is { } time ? Math.Round(time / run.Measured, 3) : null,
        StolenShare = run.StolenShare is { } stolen ? Math.Round(stolen, 4) : null,
        LateReads = run.LateReads,
        LongestPauseMs = run.LongestPause.TotalMilliseconds,
        Interrupted = run.Interrupted,
        Deviation = run.Setup.Deviation,
    };

    private static PercentileSection Describe(Recorder recorder, QuantileDefinition definition)
    {
        const string NearestRank = "nearest rank: the smallest sample that at least p % of the samples do not exceed (Hyndman and Fan 1)";
        if (recorder.RawIsComplete)
        {
            var words = definition == QuantileDefinition.R1 ? NearestRank : $"Hyndman and Fan {(int)definition}";
            return new PercentileSection($"R{(int)definition}", "raw", recorder.RawCapacity, $"{words}, over every sample");
        }

        return new PercentileSection("R1", "histogram", recorder.RawCapacity, $"{NearestRank}, from a histogram: at most 0.1 % above the sample");
    }

    private static int WholeSeconds(LoadRun run) => Math.Max(1, (int)Math.Ceiling(run.Measured.TotalSeconds));
}
