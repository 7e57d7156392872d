using System.Net;
using Gauntlet.Build.Cli;
using Gauntlet.Build.Clusters;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.Deploy;
using Gauntlet.Build.Terminal;
using Gauntlet.Workloads.Health;
using Gauntlet.Workloads.Manifests;
using k8s.Models;

namespace Gauntlet.Build.Stages.CheckHealth;

/// <summary>Waits for real health: nodes, rollouts, endpoints, and the expected answer of every route through the ingress.</summary>
[TaskName("CheckHealth")]
[TaskDescription("Wait until nodes, rollouts and every route through the ingress are healthy")]
[Stage(After = typeof(DeployTask), Needs = [typeof(DeployTask)], Role = StageRole.Foundation)]
public sealed class CheckHealthTask(StageRunner runner, StageLog stages, ClusterCatalog clusters, TimeProvider time) : Stage<HealthResult>(runner)
{
    /// <inheritdoc/>
    protected internal override TimeSpan Deadline(BuildContext context) => context.Options.Of(CheckHealthOptions.Timeout);

    /// <inheritdoc/>
    protected internal override async Task<StageResult<HealthResult>> ExecuteAsync(BuildContext context, CancellationToken cancellation)
    {
        var cluster = clusters.Require(context);
        using var client = Kubeconfig.Connect(context, cluster);
        var ingress = new IngressAddress(IPEndPoint.Parse(cluster.Ingress), cluster.IngressHttps is { } https ? IPEndPoint.Parse(https) : null);
        var manifests = ManifestSet.Load(context.Paths.Manifests);
        var check = new HealthCheck(client, manifests, ingress, PhaseBudgets.Default, time, new SynchronousProgress(stages.Progress));
        var report = await ClusterApi.AskAsync(() => check.RunAsync(cancellation), cancellation).ConfigureAwait(false);
        var result = new HealthResult(
            [.. report.Phases.Select(phase => new PhaseTime(phase.Phase.ToString(), phase.Offset, phase.Duration))], [.. manifests.Routes.Select(route => route.Host + route.Path)], report.Notes);
        return report.Problems.Count == 0 ? Healthy(result, report) : Unhealthy(result, report.Problems, manifests);
    }

    private static StageResult<HealthResult> Healthy(HealthResult result, HealthReport report)
    {
        var slowest = report.Phases.MaxBy(phase => phase.Duration)!;
        return StageResult.Pass($"{result.Routes.Count} routes answer as expected; longest phase {slowest.Phase} {Durations.Format(slowest.Duration)}", result);
    }

    private static StageResult<HealthResult> Unhealthy(HealthResult result, IReadOnlyList<HealthProblem> problems, ManifestSet manifests)
    {
        var first = problems[0];
        var outcome = first.Blame == Blame.Change ? StageOutcome.Fail : StageOutcome.Infrastructure;
        var reason = first + (problems.Count > 1 ? $" (and {problems.Count - 1} more)" : "");
        string[] evidence = [.. first.Evidence, .. problems.Skip(1).Select(problem => problem.ToString())];
        return StageResult.NotPassed(outcome, reason, result, new StageProblem(reason, "The evidence is in artifacts/diagnostics once CollectDiagnostics has run.", evidence)
        {
            Faults = [.. problems.Select(problem => new Fault(problem.On, $"{problem.Reason}: {problem.Message}", FileOf(problem, manifests)))],
        });
    }

    /// <summary>The manifest that the object of a problem comes from: its own, or that of the Deployment whose pod it is.</summary>
    private static string? FileOf(HealthProblem problem, ManifestSet manifests) => manifests.Objects
        .Where(entry => problem.On == entry.Id || (entry.Resource is V1Deployment && problem.On.StartsWith(entry.Id.Replace("Deployment ", "Pod ", StringComparison.Ordinal) + "-", StringComparison.Ordinal)))
        .MaxBy(entry => entry.Id.Length) is { } source
            ? $"{Path.GetFileName(manifests.Folder)}/{source.File}"
            : null;
}
