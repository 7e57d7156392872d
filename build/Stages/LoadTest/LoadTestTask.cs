using System.Net;
using Cake.Core.Diagnostics;
using Gauntlet.Build.Cli;
using Gauntlet.Build.Clusters;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Reporting;
using Gauntlet.Build.Stages.CheckHealth;
using Gauntlet.Build.Terminal;
using Gauntlet.LoadGenerator;
using Gauntlet.Checks;
using Gauntlet.Metrics.Model;
using Gauntlet.Workloads.Health;
using Gauntlet.Workloads.Manifests;
using k8s;

namespace Gauntlet.Build.Stages.LoadTest;

/// <summary>Randomized weighted traffic over every route, measured and held against the thresholds.</summary>
[TaskName("LoadTest")]
[TaskDescription("Send randomized traffic over every route, and hold the figures against the thresholds")]
[Stage(After = typeof(CheckHealthTask), Needs = [typeof(CheckHealthTask)])]
public sealed class LoadTestTask(StageRunner runner, StageLog stages, ClusterCatalog clusters) : Stage<LoadResult>(runner)
{
    /// <summary>What connecting, the last answers and the figures may take on top of the plan.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    protected internal override TimeSpan Deadline(BuildContext context)
    {
        var (options, usual) = (context.Options, base.Deadline(context));
        var least = LoadTestOptions.Planned(options) + options.Of(LoadTestOptions.WarmUp).Duration + options.Of(LoadTestOptions.Timeout) + Slack;
        return least > usual ? least : usual;
    }

    /// <inheritdoc/>
    protected internal override async Task<StageResult<LoadResult>> ExecuteAsync(BuildContext context, CancellationToken cancellation)
    {
        var cluster = clusters.Require(context);
        var manifests = ManifestSet.Load(context.Paths.Manifests);
        var request = LoadRequest.Create(context.Options, manifests.Routes, IPEndPoint.Parse(cluster.Ingress));
        var thresholds = ThresholdSource.Read(context.Options, [.. request.Routes.Select(route => route.Name)]);
        using var client = Kubeconfig.Connect(context, cluster);
        var before = await ClusterApi.AskAsync(() => RestartCounts.ReadAsync(client, manifests, cancellation), cancellation).ConfigureAwait(false);
        context.Log.Information("  {0,-27} {1} routes, seed {2}", Name, request.Routes.Count, request.Options.Seed);
        var run = await Files.UseAsync(() => SendAsync(context, request, cancellation)).ConfigureAwait(false);
        var document = MetricsBuilder.Build(run, Headers.Create(context.State, context.Options, request.Options.Seed), Thresholds.Percentiles(thresholds));
        Files.Use(() => MetricsJson.Save(document, context.Paths.MetricsFile));
        var result = await JudgeAsync(client, manifests, before, document, Thresholds.Evaluate(document, thresholds), request.Options.Seed, cancellation).ConfigureAwait(false);
        return Compare(context, document, result);
    }

    private async Task<LoadRun> SendAsync(BuildContext context, LoadRequest request, CancellationToken cancellation)
    {
        var failures = new FileStream(context.Paths.FailuresFile, FileMode.Create, FileAccess.Write, FileShare.Read);
        await using (failures.ConfigureAwait(false))
        {
            return await request.RunAsync(new LoadTools(context), new SynchronousLoadProgress(Show), failures, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Adds the run to the history, and the run before it to the result. A history that cannot be kept takes no verdict back; a part of a run is no measure for the next.</summary>
    internal static StageResult<LoadResult> Compare(BuildContext context, MetricsDocument document, StageResult<LoadResult> result)
    {
        if (context.Options.Of(LoadTestOptions.History) is not { } history || document.Load.Interrupted)
        {
            return result;
        }

        try
        {
            return result with { Result = result.Result! with { Before = RunHistory.Add(history, HistoryEntry.Of(document)) } };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            context.Log.Warning("The history could not be kept: {0}", e.Message);
            return result;
        }
    }

    /// <summary>Figures of a cluster that was lost under load say nothing about the change; those of an interrupted run are handed over as they are.</summary>
    internal static async Task<StageResult<LoadResult>> JudgeAsync(
        IKubernetes client, ManifestSet manifests, RestartCounts before, MetricsDocument document, IReadOnlyList<ThresholdResult> thresholds, ulong seed, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return Judge(document, thresholds, [], seed) with { Outcome = StageOutcome.Infrastructure };
        }

        var lost = await Kubeconfig.WhyLostAsync(client, cancellation).ConfigureAwait(false);
        var crashed = lost is null ? (await ClusterApi.AskAsync(() => RestartCounts.ReadAsync(client, manifests, cancellation), cancellation).ConfigureAwait(false)).Since(before) : [];
        var result = Judge(document, thresholds, crashed, seed);
        return lost is null || result.Outcome != StageOutcome.Fail
            ? result
            : StageResult.NotPassed(StageOutcome.Infrastructure, $"{lost}; {result.Summary}", result.Result, new StageProblem($"{lost}; {result.Problem!.Reason}", null, result.Problem.Evidence));
    }

    private static StageResult<LoadResult> Judge(MetricsDocument document, IReadOnlyList<ThresholdResult> thresholds, IReadOnlyList<string> crashed, ulong seed)
    {
        var verdict = LoadVerdict.Judge(document, thresholds);
        // A container that ends under load is the change's fault, also where another pod answered in its place.
        var (outcome, reasons) = crashed.Count > 0 ? (CheckOutcome.Fail, [.. crashed, .. verdict.Reasons]) : (verdict.Outcome, verdict.Reasons);
        var overall = document.Overall;
        var result = new LoadResult(
            seed, document.Load.Engine, overall.Requests, overall.RequestsPerSecond, overall.SuccessRate?.Value,
            overall.Response?.At(50)?.Value, overall.Response?.At(95)?.Value, overall.Response?.At(99)?.Value,
            [.. thresholds.Select(threshold => threshold.Expression)]);
        var figures = FormattableString.Invariant($"{overall.Requests:N0} requests, {overall.RequestsPerSecond:N0}/s, p95 {Milliseconds(result.P95)}, p99 {Milliseconds(result.P99)}, {overall.SuccessRate?.Value * 100:0.###} % ok, seed {seed}");
        return outcome switch
        {
            CheckOutcome.Pass => StageResult.Pass(figures, result),
            CheckOutcome.Fail => StageResult.NotPassed(StageOutcome.Fail, $"{reasons[0]} ({figures})", result, Problem(reasons, "The report shows all figures; artifacts/failures.ndjson the first failures in full.")),
            _ => StageResult.NotPassed(StageOutcome.Inconclusive, $"{reasons[0]} ({figures})", result, Problem(reasons, null)),
        };
    }

    private static StageProblem Problem(IReadOnlyList<string> reasons, string? remedy) =>
        new(reasons[0], remedy, reasons) { Faults = [.. reasons.Select(reason => new Fault("LoadTest", reason))] };

    private static string Milliseconds(double? value) => value is { } number ? FormattableString.Invariant($"{number:0.##} ms") : "n too small";

    private void Show(LoadProgress progress) => stages.Progress(FormattableString.Invariant(
        $"{(progress.IsWarmUp ? "warm-up" : "measuring")} {Durations.Format(progress.Elapsed)}, {progress.AchievedRate:N0}/s, p99 {Milliseconds(progress.P99?.TotalMilliseconds)}, {progress.Failures} failed"));

    private sealed class SynchronousLoadProgress(Action<LoadProgress> show) : IProgress<LoadProgress>
    {
        public void Report(LoadProgress value) => show(value);
    }
}
