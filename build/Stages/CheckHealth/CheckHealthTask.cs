using System.Net;
using Gauntlet.Build.Cli;
using Gauntlet.Build.Clusters;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.Deploy;
using Gauntlet.Build.Terminal;
using Gauntlet.Workloads.Applying;
using Gauntlet.Workloads.Health;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Build.Stages.CheckHealth;

/// <summary>Waits for real health: nodes, rollouts, endpoints, and the expected answer of every route through the ingress.</summary>
[TaskName("CheckHealth")]
[TaskDescription("Wait until nodes, rollouts and every route through the ingress are healthy")]
[Stage(After = typeof(DeployTask), Needs = [typeof(DeployTask)], Role = StageRole.Foundation)]
public sealed class CheckHealthTask(StageRunner runner, StageLog stages, ClusterCatalog clusters, HeaderValues headers, TimeProvider time)
    : Stage<HealthResult>(runner)
{
    /// <summary>Of evidence of all problems but the first.</summary>
    private const int MostLines = 60;

    private static readonly TimeSpan TimeForEvidence = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    /// <remarks>The check ends at the time that was given, with what it waits for; what follows is for the logs that tell why.</remarks>
    protected internal override TimeSpan Deadline(BuildContext context) => context.Options.Of(CheckHealthOptions.Timeout) + TimeForEvidence;

    /// <inheritdoc/>
    protected internal override async Task<StageResult<HealthResult>> ExecuteAsync(BuildContext context, CancellationToken cancellation)
    {
        var cluster = clusters.Require(context);
        using var client = Kubeconfig.Connect(context, cluster);
        var ingress = new IngressAddress(IPEndPoint.Parse(cluster.Ingress), cluster.IngressHttps is { } https ? IPEndPoint.Parse(https) : null);
        var rendered = RunManifests.Require(context);
        var manifests = await ClusterApi.AskAsync(() => CustomKinds.SettleAsync(client, rendered, cancellation), cancellation).ConfigureAwait(false);
        var budgets = PhaseBudgets.Default with { Total = context.Options.Of(CheckHealthOptions.Timeout) };
        var check = new HealthCheck(client, manifests, ingress, budgets, time, new SynchronousProgress(stages.Progress))
        {
            HeaderValue = headers.Value,
        };
        var report = await ClusterApi.AskAsync(() => check.RunAsync(cancellation), cancellation).ConfigureAwait(false);
        var result = new HealthResult(
            [.. report.Phases.Select(phase => new PhaseTime(phase.Phase.ToString(), phase.Offset, phase.Duration))],
            [.. manifests.Routes.Select(route => route.Host + route.Path)], [.. report.Notes, .. NotJudged(report)]);
        return report.Problems.Count == 0 ? Healthy(result, report) : Unhealthy(result, report.Problems, manifests);
    }

    private static StageResult<HealthResult> Healthy(HealthResult result, HealthReport report)
    {
        var slowest = report.Phases.MaxBy(phase => phase.Duration)!;
        var rest = report.NotJudged.Sum(kind => kind.Count);
        return StageResult.Pass(
            $"{result.Routes.Count} routes answer as expected; longest phase {slowest.Phase} {Durations.Format(slowest.Duration)}"
            + $"; {report.Judged} objects as they were wanted{(rest > 0 ? $", {rest} applied and not judged" : "")}", result);
    }

    private static IEnumerable<string> NotJudged(HealthReport report) => report.NotJudged.Count == 0
        ? []
        : [$"Applied and not judged, as nothing says when they are healthy: "
            + $"{string.Join(", ", report.NotJudged.Select(kind => $"{kind.Count} {kind.Kind}"))}."];

    private static StageResult<HealthResult> Unhealthy(HealthResult result, IReadOnlyList<HealthProblem> problems, ManifestSet manifests)
    {
        var first = problems[0];
        var outcome = first.Blame == Blame.Change ? StageOutcome.Fail : StageOutcome.Infrastructure;
        var reason = first + (problems.Count > 1 ? $" (and {problems.Count - 1} more)" : "");
        string[] evidence = [.. first.Evidence, .. problems.Skip(1).SelectMany(problem => problem.Evidence.Prepend(problem.ToString())).Take(MostLines)];
        return StageResult.NotPassed(
            outcome, reason, result, new StageProblem(reason, "CollectDiagnostics keeps the evidence: diagnostics/ in the folder of the run's files.", evidence)
            {
                Faults = [.. problems.Select(problem => (problem, Origin: OriginOf(problem, manifests))).Select(entry => new Fault(
                entry.problem.On.ToString(),
                $"{entry.problem.Reason}: {entry.problem.Message}",
                entry.Origin is { } origin ? manifests.PathOf(origin.File) : null,
                entry.Origin?.Line))],
            });
    }

    /// <summary>Where the object of a problem comes from: itself, or what made it.</summary>
    private static Origin? OriginOf(HealthProblem problem, ManifestSet manifests) =>
        (manifests.Find(problem.On) ?? (problem.Owner is { } owner ? manifests.Find(owner) : null))?.Origin;
}
