using System.Globalization;
using Cake.Core.Diagnostics;
using Gauntlet.Build.Ci;
using Gauntlet.Build.Clusters;
using Gauntlet.Build.Clusters.Existing;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Reporting;
using Gauntlet.Build.Stages.CheckHealth;
using Gauntlet.Build.Stages.CheckPolicies;
using Gauntlet.Build.Terminal;
using Gauntlet.Checks;
using Gauntlet.Experiments;
using Gauntlet.Experiments.Resources;
using Gauntlet.Experiments.Scaling;
using Gauntlet.Experiments.Watches;
using Gauntlet.Export.Model;
using Gauntlet.LoadGenerator;
using Gauntlet.Metrics.Model;
using Gauntlet.Reports.Load;

namespace Gauntlet.Build.Stages.LoadTest;

/// <summary>Randomized weighted traffic over every route, measured and held against the thresholds.</summary>
[TaskName("LoadTest")]
[TaskDescription("Send randomized traffic over every route, and hold the figures against the thresholds")]
[Stage(After = typeof(CheckPoliciesTask), Needs = [typeof(CheckHealthTask)])]
public sealed class LoadTestTask(
    StageRunner runner, StageLog stages, ClusterCatalog clusters, HeaderValues headers, LoadExport export, CiEnvironment ci, TimeProvider time)
    : Stage<LoadResult>(runner)
{
    private const string Remedy = "The report shows all figures.";
    private const string RemedyOfFailures = "The report shows all figures, failures.ndjson beside it the first failures in full.";

    /// <summary>What connecting, the last answers and the figures may take on top of the plan.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    protected internal override TimeSpan Deadline(BuildContext context)
    {
        var (options, usual) = (context.Options, base.Deadline(context));
        var least = LoadTestOptions.Planned(options) + options.Of(LoadTestOptions.WarmUp).Duration + options.Of(LoadTestOptions.Timeout) + Slack;
        return (least > usual ? least : usual) + LoadExport.Budget(options);
    }

    /// <inheritdoc/>
    protected internal override async Task<StageResult<LoadResult>> ExecuteAsync(BuildContext context, CancellationToken cancellation)
    {
        var cluster = clusters.Require(context);
        Protection.RequireConfirmation(context, cluster);
        LoadLimit.Require(context, cluster, LoadLimit.Highest(context.Options));
        var manifests = RunManifests.Require(context);
        var request = LoadRequest.For(context, cluster, manifests, headers);
        var thresholds = ThresholdSource.Read(
            context.Options, ThresholdSource.Names(manifests, request.Routes.Select(route => route.Name)));
        using var client = Kubeconfig.Connect(context, cluster);
        var adapter = clusters.Of(cluster.Kind);
        using var resources = new ResourceObserver(adapter.Resources(context, cluster, client), client, manifests, time);
        var scaling = new ScalingObserver(client, manifests, time);
        await using var ended = scaling.ConfigureAwait(false);
        var session = new LoadSession(
            time, resources, scaling, new RestartWatch(client, manifests), new EventWatch(client, manifests, time),
            new ClusterLossWatch(client, end => adapter.WhyNodesLostAsync(context, cluster, client, end)));
        context.Log.Verbose(
            "  {0,-27} {1} routes, seed {2}, {3}", Name, request.Routes.Count, request.Options.Seed, LoadEngines.Choice(request.Options, request.Routes));
        var seen = await ClusterApi.AskAsync(() => session.RunAsync(end => SendAsync(context, request, end), cancellation), cancellation)
            .ConfigureAwait(false);
        var header = Headers.Create(context.State, context.Options, request.Options.Seed);
        var figures = MetricsBuilder.Build(seen.Run, header, Thresholds.Percentiles(thresholds));
        var document = Thresholds.Store(
            figures with
            {
                Resources = resources.Section(seen, figures, ResourceOptions.Prices(context.Options)),
                Scaling = scaling.Section(seen),
                Timeline = seen.Timeline,
            },
            thresholds);
        Files.Use(() => MetricsJson.Save(document, context.Paths.MetricsFile));
        foreach (var line in LoadSummary.Lines(document).Concat(LoadReport.LinesBeside(document)))
        {
            context.Log.Information("  {0}", line);
        }

        var judged = Compare(context, ci.BaseBranch, document, Judge(document, document.Thresholds!, seen.Observations, cancellation));
        var exported = await export.SendAsync(context, () => RunSeries.Of(seen.Run, document, seen.Measured.From), cancellation).ConfigureAwait(false);
        return judged with { Result = judged.Result! with { Export = exported } };
    }

    private Task<LoadRun> SendAsync(BuildContext context, LoadRequest request, CancellationToken cancellation) => Files.UseAsync(async () =>
    {
        var failures = new FileStream(context.Paths.FailuresFile, FileMode.Create, FileAccess.Write, FileShare.Read);
        await using (failures.ConfigureAwait(false))
        {
            var progress = new SynchronousLoadProgress(at => stages.Progress(LoadSummary.Live(at, context.Options)));
            return await request.RunAsync(new LoadTools(context), progress, failures, cancellation).ConfigureAwait(false);
        }
    });

    /// <summary>
    /// Adds the run to the history, and the run that it compares with to the result. A history that cannot be kept takes no verdict back; a part of a run is no
    /// measure for the next.
    /// </summary>
    internal static StageResult<LoadResult> Compare(
        BuildContext context, string? baseBranch, MetricsDocument document, StageResult<LoadResult> result)
    {
        if (context.Options.Of(LoadTestOptions.History) is not { } history || document.Load.Interrupted)
        {
            return result;
        }

        try
        {
            var before = RunHistory.Add(history, Entry(context, document, result), baseBranch);
            context.Log.Information("  history: {0}", before is null
                ? $"no earlier run in {context.Paths.Named(history)} that passed under the same load, on the same kind of cluster and machine"
                : $"compared with {before.Name} in the report");
            return result with { Result = result.Result! with { Before = before } };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            context.Log.Warning("The history could not be kept: {0}", e.Message);
            return result;
        }
    }

    private static HistoryEntry Entry(BuildContext context, MetricsDocument document, StageResult<LoadResult> result) => HistoryEntry.Of(
        document,
        $"{LoadRequest.Words(context.Options)}, engine {document.Load.Engine}, {document.Header.Cluster} cluster, "
            + $"routes {string.Join(", ", document.Routes.Select(route => route.Name).Order(StringComparer.Ordinal))}, "
                + $"{string.Join(", ", document.Header.Machine.Values)}",
        result.Outcome == StageOutcome.Pass);

    /// <summary>Turns the verdict on the session into the stage's; figures of an interrupted run are handed over as they are.</summary>
    internal static StageResult<LoadResult> Judge(
        MetricsDocument document, IReadOnlyList<ThresholdResult> thresholds, IReadOnlyList<Observation> observations, CancellationToken cancellation)
    {
        var verdict = SessionVerdict.Judge(document, thresholds, observations);
        var overall = document.Overall;
        var (p50, p95, p99, rate, success) = Headline.Of(overall);
        var result = new LoadResult(
            document.Load.Seed, document.Load.Engine, overall.Requests, rate, success, p50, p95, p99,
            [.. thresholds.Select(threshold => threshold.Expression)]);
        var figures = string.Create(
            CultureInfo.InvariantCulture,
            $"{overall.Requests:N0} requests, {overall.RequestsPerSecond:N0}/s, p95 {Milliseconds(result.P95)}, p99 {Milliseconds(result.P99)}, "
                + $"{overall.SuccessRate?.Value * 100:0.###} % ok, seed {result.Seed}");
        var first = verdict.Reasons[0];
        string[] broken = [.. thresholds.Where(threshold => threshold.Outcome == CheckOutcome.Fail)
            .Select(threshold => LoadVerdict.Words(document, threshold))];
        string[] named = [first, .. broken.Except([first])];
        var more = named.Length > 1 ? $"; {named.Length - 1} more broken" : "";
        var judged = verdict switch
        {
            { Excuse: { } excuse } => StageResult.NotPassed(
                StageOutcome.Infrastructure, $"{excuse}; {first} ({figures})", result, new StageProblem($"{excuse}; {first}", null, verdict.Reasons)),
            { Outcome: CheckOutcome.Pass } => StageResult.Pass(figures, result),
            { Outcome: CheckOutcome.Fail } => StageResult.NotPassed(
                StageOutcome.Fail, $"{first}{more} ({figures})", result,
                Problem(string.Join("; ", named), verdict.Reasons, overall.SuccessRate is { Value: < 1 } ? RemedyOfFailures : Remedy)),
            _ => StageResult.NotPassed(StageOutcome.Inconclusive, $"{first} ({figures})", result, Problem(first, verdict.Reasons, null)),
        };
        return cancellation.IsCancellationRequested ? judged with { Outcome = StageOutcome.Infrastructure } : judged;
    }

    private static StageProblem Problem(string reason, IReadOnlyList<string> reasons, string? remedy) =>
        new(reason, remedy, reasons) { Faults = [.. reasons.Select(reason => new Fault("LoadTest", reason))] };

    private static string Milliseconds(double? value) => value is { } number ? FormattableString.Invariant($"{number:0.##} ms") : "n too small";

    private sealed class SynchronousLoadProgress(Action<LoadProgress> show) : IProgress<LoadProgress>
    {
        public void Report(LoadProgress value) => show(value);
    }
}
