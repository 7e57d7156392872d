using Gauntlet.Build.Clusters;
using Gauntlet.Build.Clusters.Existing;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Reporting;
using Gauntlet.Build.Stages.CheckHealth;
using Gauntlet.Build.Stages.LoadTest;
using Gauntlet.Build.Terminal;
using Gauntlet.Experiments;
using Gauntlet.Experiments.Chaos;
using Gauntlet.Experiments.Watches;
using Gauntlet.LoadGenerator;
using Gauntlet.Metrics.Model;

namespace Gauntlet.Build.Stages.Chaos;

/// <summary>Faults under a load of their own, with proof that they came about.</summary>
[TaskName("Chaos")]
[TaskDescription("Let something fail under load, and see that it did and what it cost")]
[Stage(After = typeof(LoadTestTask), Needs = [typeof(CheckHealthTask)])]
public sealed class ChaosTask(StageRunner runner, StageLog stages, ClusterCatalog clusters, HeaderValues headers, TimeProvider time)
    : Stage<ChaosResult>(runner)
{
    private const string Remedy = "The report shows each experiment with its evidence; docs/chaos.md says what it is held against.";
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    protected internal override TimeSpan Deadline(BuildContext context)
    {
        var least = Plans(context).Aggregate(Slack, (sum, plan) => sum + WarmUp + plan.Length + context.Options.Of(LoadTestOptions.Timeout));
        return TimeSpan.FromTicks(Math.Max(least.Ticks, base.Deadline(context).Ticks));
    }

    /// <inheritdoc/>
    protected internal override async Task<StageResult<ChaosResult>> ExecuteAsync(BuildContext context, CancellationToken cancellation)
    {
        if (Plans(context) is not { Count: > 0 } plans)
        {
            return StageResult.Skip<ChaosResult>("no fault was asked for: --chaos=pod-delete");
        }

        var results = new List<ExperimentResult>();
        foreach (var plan in plans)
        {
            results.Add(await RunAsync(context, plan, cancellation).ConfigureAwait(false));
        }

        var result = new ChaosResult(results);
        var worst = results.Find(one => one.Outcome == CheckOutcome.Fail) ?? results.Find(one => one.Outcome == CheckOutcome.Inconclusive);
        string[] reasons = [.. results.Where(one => one.Outcome != CheckOutcome.Pass).Select(one => one.Reason)];
        return worst is null
            ? StageResult.Pass(string.Join("; ", results.Select(one => one.Reason)), result)
            : StageResult.NotPassed(
                worst.Outcome == CheckOutcome.Fail ? StageOutcome.Fail : StageOutcome.Inconclusive, worst.Reason, result,
                new StageProblem(worst.Reason, Remedy, reasons) { Faults = [.. reasons.Select(reason => new Fault(Name, reason))] });
    }

    private static IReadOnlyList<ExperimentPlan> Plans(BuildContext context) =>
        [.. context.Options.Of(ChaosOptions.Experiments).Select(ExperimentPlan.Parse)];

    private async Task<ExperimentResult> RunAsync(BuildContext context, ExperimentPlan plan, CancellationToken cancellation)
    {
        var cluster = clusters.Require(context);
        Protection.RequireChaos(context, cluster);
        var manifests = RunManifests.Require(context);
        var usual = LoadRequest.For(context, cluster, manifests, headers);
        var request = usual with
        {
            Options = usual.Options with
            {
                Model = LoadModel.Open,
                Requests = null,
                Stages = [],
                Duration = plan.Length,
                WarmUp = LoadGenerator.WarmUp.For(WarmUp),
                Engine = LoadEngines.Auto,
            },
        };
        LoadLimit.Require(context, cluster, request.Options.Rate);
        var asked = context.Options.Of(ChaosOptions.Hypotheses);
        Hypothesis[] hypotheses = [.. (asked.Count > 0 ? asked : plan.Fault.Hypotheses).Select(Hypothesis.Parse)];
        using var client = Kubeconfig.Connect(context, cluster);
        using var experiment = new ExperimentObserver(client, manifests, plan, time);
        var session = new LoadSession(time, experiment, new ClusterLossWatch(client));
        var progress = new Both(experiment, value => stages.Progress($"{plan}: {Words(experiment, value)}"));
        var seen = await ClusterApi.AskAsync(
            () => session.RunAsync(ended => request.RunAsync(new LoadTools(context), progress, Stream.Null, ended, keepsRequests: true), cancellation),
            cancellation).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return seen.Observations is [{ Bearing: Bearing.Excuse } lost, ..]
            ? throw new StageException(StageOutcome.Infrastructure, $"{plan.Fault.Name}: {lost.Reason}")
            : ExperimentJudge.Judge(experiment.Facts, seen, Headers.Create(context.State, context.Options, request.Options.Seed), hypotheses);
    }

    private static string Words(ExperimentObserver experiment, LoadProgress value) =>
        FormattableString.Invariant($"{value.Elapsed.TotalSeconds:0}s, {value.Failures} failed{(experiment.Facts.Injected is null ? "" : ", injected")}");

    private sealed class Both(IProgress<LoadProgress> one, Action<LoadProgress> other) : IProgress<LoadProgress>
    {
        public void Report(LoadProgress value)
        {
            one.Report(value);
            other(value);
        }
    }
}
