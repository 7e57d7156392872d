using Gauntlet.Build.Clusters;
using Gauntlet.Build.Pipeline;
using Gauntlet.Build.Stages.CheckHealth;
using Gauntlet.Build.Terminal;
using Gauntlet.Workloads.Health;
using Gauntlet.Workloads.Policies;
using k8s;
using k8s.Models;

namespace Gauntlet.Build.Stages.CheckPolicies;

/// <summary>Connections between the pods, against what the network policies of the manifests say of them.</summary>
[TaskName("CheckPolicies")]
[TaskDescription("Prove the network policies by connections that they allow and deny")]
[Stage(After = typeof(CheckHealthTask), Needs = [typeof(CheckHealthTask)])]
public sealed class CheckPoliciesTask(StageRunner runner, StageLog stages, ClusterCatalog clusters, TimeProvider time) : Stage<PoliciesResult>(runner)
{
    private const int MostPairs = 1_000;
    private const int MostShown = 20;
    private const string Remedy = "docs/security.md says how policies are proved. Compare kubectl get networkpolicies -A with the manifests.";

    /// <inheritdoc/>
    protected internal override async Task<StageResult<PoliciesResult>> ExecuteAsync(BuildContext context, CancellationToken cancellation)
    {
        var cluster = clusters.Require(context);
        var manifests = RunManifests.Require(context);
        var policies = manifests.Objects.Count(item => item.Is<V1NetworkPolicy>());
        if (policies == 0)
        {
            return StageResult.Skip<PoliciesResult>("the manifests have no NetworkPolicy");
        }

        using var client = Kubeconfig.Connect(context, cluster);
        if (clusters.Of(cluster.Kind).Connections(context, client) is not { } connections)
        {
            return StageResult.Skip<PoliciesResult>($"--cluster={cluster.Kind} gives no way into the network of its pods");
        }

        return await ClusterApi.AskAsync(async () =>
        {
            var spaces = await client.CoreV1.ListNamespaceAsync(cancellationToken: cancellation).ConfigureAwait(false);
            var pods = await DeployedPods.ReadAsync(client, manifests, cancellation).ConfigureAwait(false);
            var pairs = PolicyPair.All(manifests, pods, spaces.Items);
            if (pairs.All(pair => pair.IsAllowed) || pairs.Count > MostPairs)
            {
                return StageResult.Skip<PoliciesResult>(pairs.Count > MostPairs
                    ? $"there are {pairs.Count} connections between the workloads, and at most {MostPairs} are tried"
                    : "the policies deny no connection between the workloads");
            }

            stages.Progress($"trying {pairs.Count} connections");
            var facts = await PolicyProbe.RunAsync(pairs, connections, cancellation).ConfigureAwait(false);
            Enforcement? control = null;
            if (facts.Made == 0 || (facts.Open.Count > 0 && facts.Held == 0))
            {
                stages.Progress("trying whether this cluster enforces policies at all");
                (control, facts) = await ControlAsync(client, connections, context.State.Run.Id, facts, cancellation).ConfigureAwait(false);
            }

            return Judge(policies, facts, control);
        }, cancellation).ConfigureAwait(false);
    }

    private async Task<(Enforcement Control, PolicyFacts Facts)> ControlAsync(
        Kubernetes client, IPodConnections connections, string run, PolicyFacts facts, CancellationToken cancellation)
    {
        var model = facts.Tried.Where(one => PolicyControl.CanCopy(one.Pair.To.Pod))
            .OrderByDescending(one => one.Seen == Reach.Connected).Select(one => one.Pair).FirstOrDefault();
        var control = model is null ? Enforcement.Unknown
            : await new PolicyControl(client, connections, time).RunAsync(model.To.Pod, model.Port, run, cancellation).ConfigureAwait(false);
        return (control, control == Enforcement.Enforced
            ? await PolicyProbe.AgainAsync(facts, facts.Open, connections, cancellation).ConfigureAwait(false) : facts);
    }

    internal static StageResult<PoliciesResult> Judge(int policies, PolicyFacts facts, Enforcement? control)
    {
        var (open, blocked) = (facts.Open, facts.Blocked);
        var result = new PoliciesResult(
            policies, facts.Made, facts.Held, facts.Unknown.Count, control is null or Enforcement.Unknown ? null : control == Enforcement.Enforced,
            [.. open.Concat(blocked).Take(MostShown).Select(Finding)]);
        return (control, open.Count, blocked.Count) switch
        {
            (Enforcement.NotEnforced, _, _) => StageResult.Skip("inconclusive: this cluster does not enforce policies", result),
            (Enforcement.Unknown, _, _) => StageResult.Skip("inconclusive: nothing shows whether this cluster enforces policies", result),
            (_, > 0, _) => NotPassed(StageOutcome.Fail, open, "the policies deny, and is made", result),
            (_, _, > 0) => NotPassed(StageOutcome.Inconclusive, blocked, "the policies allow, and is not made", result),
            _ when facts.Held == 0 => StageResult.Skip("inconclusive: nothing listens where the policies deny a connection", result),
            _ => StageResult.Pass($"{facts.Made} connections allowed and made, {facts.Held} denied and not made", result),
        };
    }

    private static StageResult<PoliciesResult> NotPassed(StageOutcome outcome, IReadOnlyList<ProbedPair> pairs, string what, PoliciesResult result)
    {
        var reason = $"a connection that {what}: {pairs[0].Pair}{(pairs.Count > 1 ? $" (and {pairs.Count - 1} more)" : "")}";
        return StageResult.NotPassed(outcome, reason, result, new StageProblem(reason, Remedy, [.. pairs.Take(MostShown).Select(one => one.Pair.ToString())])
        {
            Faults = [.. pairs.Take(MostShown).Select(one => new Fault("network policies", $"a connection that {what}: {one.Pair}"))],
        });
    }

    private static PolicyFinding Finding(ProbedPair one) => new(
        one.Pair.From.Workload.ToString(), one.Pair.To.Workload.ToString(), one.Pair.Port, one.Pair.IsAllowed,
        one.Seen switch { Reach.Connected => "connected", Reach.Refused => "refused", _ => "no answer" });
}
