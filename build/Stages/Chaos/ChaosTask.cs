using System.Security.Cryptography;
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
using Gauntlet.Export.Model;
using Gauntlet.LoadGenerator;
using Gauntlet.Metrics.Model;

namespace Gauntlet.Build.Stages.Chaos;

/// <summary>Faults under a load of their own, with proof that they came about.</summary>
[TaskName("Chaos")]
[TaskDescription("Let something fail under load, and see that it did and what it cost")]
[Stage(After = typeof(LoadTestTask), Needs = [typeof(CheckHealthTask)])]
public sealed class ChaosTask(
    StageRunner runner, StageLog stages, ClusterCatalog clusters, HeaderValues headers, LoadExport export, TimeProvider time)
    : Stage<ChaosResult>(runner)
{
    private const string Remedy = "The report shows each experiment with its evidence; docs/chaos.md says what it is held against.";

    /// <summary>Enough to know a time to 5 ms, and little enough to leave the machine to what it is to show.</summary>
    private const double UsualRate = 200;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    protected internal override TimeSpan Deadline(BuildContext context)
    {
        var planned = context.State.Result<ClusterResult>() is { } cluster ? ChaosPlans.Of(context, clusters.Of(cluster.Kind)) : [];
        var least = planned.Aggregate(Slack, (sum, one) => sum + LoadExport.Budget(context.Options)
            + (2 * (WarmUp + one.Plan.Length + context.Options.Of(LoadTestOptions.Timeout))));
        return TimeSpan.FromTicks(Math.Max(least.Ticks, base.Deadline(context).Ticks));
    }

    /// <inheritdoc/>
    protected internal override async Task<StageResult<ChaosResult>> ExecuteAsync(BuildContext context, CancellationToken cancellation)
    {
        var cluster = clusters.Require(context);
        var adapter = clusters.Of(cluster.Kind);
        if (ChaosPlans.Of(context, adapter) is not { Count: > 0 } planned)
        {
            return StageResult.Skip<ChaosResult>($"no fault was asked for, and on a cluster of kind {cluster.Kind} none is made without: --chaos=pod-delete");
        }

        Protection.RequireChaos(context, cluster);
        using var client = Kubeconfig.Connect(context, cluster);
        var tools = new FaultTools(client, RunManifests.Require(context), adapter.NodeFaults(context, cluster, client));
        var result = new ChaosResult([]) { Skipped = [.. planned.Select(one => WhyNot(one.Plan, tools)).OfType<string>()] };
        foreach (var one in planned.Where(one => WhyNot(one.Plan, tools) is null))
        {
            var seen = await AtMostTwiceAsync(() => RunAsync(context, cluster, tools, one, result, cancellation)).ConfigureAwait(false);
            result = result with
            {
                Experiments = [.. result.Experiments, seen],
                NotExported = await WhyNotExportedAsync(context, seen, cancellation).ConfigureAwait(false) ?? result.NotExported,
            };
        }

        return result.Experiments.Count == 0 ? StageResult.Skip<ChaosResult>(string.Join("; ", result.Skipped)) : Judge(result);
    }

    /// <summary>Once more where the generator was late: a machine that stood still for a moment says nothing of the change.</summary>
    internal static async Task<ExperimentResult> AtMostTwiceAsync(Func<Task<ExperimentResult>> run)
    {
        var first = await run().ConfigureAwait(false);
        if (!first.IsSpoiled)
        {
            return first;
        }

        var second = await run().ConfigureAwait(false);
        return second with { Reason = $"{second.Reason}; the first try said nothing ({first.Reason})" };
    }

    /// <summary>Says when the fault was, for who looks at the series of the cluster.</summary>
    private async Task<string?> WhyNotExportedAsync(BuildContext context, ExperimentResult seen, CancellationToken cancellation) =>
        seen is not { InjectedAt: { } from, Began: { } began } ? null : (await export.SendAsync(
            context,
            () => RunSeries.OfFault(
                Headers.Create(context.State, context.Options, null), began, seen.Experiment, from, seen.RecoveredAt ?? seen.Seconds.Count),
            cancellation).ConfigureAwait(false))?.Problem;

    private static string? WhyNot(ExperimentPlan plan, FaultTools tools) => plan.Fault.WhyNot(tools) is { } reason ? $"{plan.Fault.Name}: {reason}" : null;

    private StageResult<ChaosResult> Judge(ChaosResult result)
    {
        var experiments = result.Experiments;
        var worst = experiments.FirstOrDefault(one => one.Outcome == CheckOutcome.Fail)
            ?? experiments.FirstOrDefault(one => one.Outcome == CheckOutcome.Inconclusive);
        string[] reasons = [.. experiments.Where(one => one.Outcome != CheckOutcome.Pass).Select(one => one.Reason)];
        return worst is null
            ? StageResult.Pass(string.Join("; ", [.. experiments.Select(one => one.Reason), .. result.Skipped.Select(skipped => $"skipped {skipped}")]), result)
            : StageResult.NotPassed(
                worst.Outcome == CheckOutcome.Fail ? StageOutcome.Fail : StageOutcome.Inconclusive, worst.Reason, result,
                new StageProblem(worst.Reason, Remedy, reasons) { Faults = [.. reasons.Select(reason => new Fault(Name, reason))] });
    }

    private async Task<ExperimentResult> RunAsync(
        BuildContext context, ClusterResult cluster, FaultTools tools, PlannedExperiment planned, ChaosResult before, CancellationToken cancellation)
    {
        var plan = planned.Plan;
        var usual = LoadRequest.For(context, cluster, tools.Manifests, headers);
        var request = usual with
        {
            Options = usual.Options with
            {
                Model = LoadModel.Open,
                Requests = null,
                Stages = [],
                Rate = context.Options.Has(LoadTestOptions.Rate) ? usual.Options.Rate : UsualRate,
                Duration = plan.Length,
                WarmUp = LoadGenerator.WarmUp.For(WarmUp),
                Engine = LoadEngines.Auto,
            },
        };
        LoadLimit.Require(context, cluster, request.Options.Rate);
        // A second try in the same run is another experiment: a rollout to the same mark would be none.
        var mark = $"gauntlet-{context.State.Run.Id}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(3))}";
        using var experiment = new ExperimentObserver(
            tools, plan, mark, pending => StageRunner.Record(this, context, before with { Pending = pending }), time);
        var session = new LoadSession(time, experiment, new EventWatch(tools.Client, tools.Manifests, time), new ClusterLossWatch(
            tools.Client, end => clusters.Of(cluster.Kind).WhyNodesLostAsync(context, cluster, tools.Client, end)));
        var progress = new Both(experiment, value => stages.Progress($"{plan}: {Words(experiment, value)}"));
        var seen = await ClusterApi.AskAsync(
            () => session.RunAsync(ended => request.RunAsync(new LoadTools(context), progress, Stream.Null, ended, keepsRequests: true), cancellation),
            cancellation).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return experiment.Facts.Left is { } left
            ? throw new StageException(StageOutcome.Infrastructure, $"{plan.Fault.Name} could not be taken back: {left}")
            : seen.Observations is [{ Bearing: Bearing.Excuse } lost, ..]
            ? throw new StageException(StageOutcome.Infrastructure, $"{plan.Fault.Name}: {lost.Reason}")
            : ExperimentJudge.Judge(experiment.Facts, seen, Headers.Create(context.State, context.Options, request.Options.Seed), planned.Hypotheses);
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
