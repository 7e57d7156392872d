using System.Text.Json.Nodes;
using Gauntlet.EmbeddedCluster.Client;
using Gauntlet.EmbeddedCluster.Faults;
using Gauntlet.EmbeddedCluster.Storage;
using Gauntlet.ObjectRules.Forms;

namespace Gauntlet.EmbeddedCluster.Controllers;

/// <summary>Binds pods to nodes: selector, taints, host ports and resource requests, then the node with the fewest pods of the same kind.</summary>
internal sealed class Scheduler(ObjectStore store, EventRecorder events, ClusterSettings settings, TimeProvider clock, ILogger<Scheduler> logger)
    : Controller(store, clock, logger)
{
    private const string Component = "default-scheduler";

    protected override IEnumerable<string> KeysOf(StoreChange change) => change.Object.Type.Kind switch
    {
        "Pod" when change.Kind != ChangeKind.Deleted && IsUnbound(change.Object.Value) => [Key(change.Object.Value)],
        "Pod" when change.Kind == ChangeKind.Deleted || change.Object.Value.Text("status", "phase") is "Succeeded" or "Failed" => Unbound(),
        "Node" => Unbound(),
        _ => [],
    };

    protected override void Reconcile(string key)
    {
        var (space, name) = Split(key);
        if (Store.Find(ResourceCatalogue.Pods, space, name)?.Value is not { } pod || !IsUnbound(pod) || pod.IsDeleting())
        {
            return;
        }

        var placed = Store.List(ResourceCatalogue.Pods).Select(item => item.Value)
            .Where(other => other.Text("spec", "nodeName") is not null && other.Text("status", "phase") is not ("Succeeded" or "Failed"))
            .ToLookup(other => other.Text("spec", "nodeName")!);
        var nodes = Store.List(ResourceCatalogue.Nodes).Select(item => item.Value).ToList();
        var judged = nodes.Select(node => (Node: node, Obstacle: NodeFit.Obstacle(pod, node, [.. placed[node.Name()]], settings.Faults.For(pod)))).ToList();
        var best = judged.Where(entry => entry.Obstacle is null)
            .OrderBy(entry => placed[entry.Node.Name()].Count(other => other.Controller().Text("uid") == pod.Controller().Text("uid")))
            .ThenBy(entry => placed[entry.Node.Name()].Count())
            .Select(entry => entry.Node.Name()).FirstOrDefault();
        if (best is null)
        {
            var reasons = judged.GroupBy(entry => entry.Obstacle!).Select(group => $"{group.Count()} {group.Key}").Order(StringComparer.Ordinal);
            Refuse(pod, $"0/{nodes.Count} nodes are available: {string.Join(", ", reasons)}. preemption: 0/{nodes.Count} nodes are available: "
                + $"{nodes.Count} Preemption is not helpful for scheduling.");
            return;
        }

        Store.TryUpdate(ResourceCatalogue.Pods, space, name, current =>
        {
            current.Ensure("spec")["nodeName"] = best;
            Conditions.Set(current, Clock, "PodScheduled", true);
            return current;
        });
        events.Normal(pod, Component, "Scheduled", $"Successfully assigned {pod.Namespace()}/{pod.Name()} to {best}");
    }

    private void Refuse(JsonObject pod, string message)
    {
        Store.TryUpdate(ResourceCatalogue.Pods, pod.Namespace(), pod.Name(), current =>
        {
            Conditions.Set(current, Clock, "PodScheduled", "False", "Unschedulable", message);
            return current;
        });
        if (pod.Condition("PodScheduled").Text("message") != message)
        {
            events.Warning(pod, Component, "FailedScheduling", message);
        }
    }

    private IEnumerable<string> Unbound() => Store.List(ResourceCatalogue.Pods).Where(item => IsUnbound(item.Value)).Select(item => Key(item.Value));

    private static bool IsUnbound(JsonObject pod) => pod.Text("spec", "nodeName") is null && pod.Text("spec", "schedulerName") == Component;
}

/// <summary>Whether a pod fits on a node, and the scheduler's words for why not.</summary>
internal static class NodeFit
{
    public static string? Obstacle(JsonObject pod, JsonObject node, IReadOnlyList<JsonObject> placed, FaultSet faults)
    {
        if (faults.Unschedulable)
        {
            return "node(s) refused the pod because the unschedulable fault was asked for";
        }

        if (node.Flag("spec", "unschedulable"))
        {
            return "node(s) were unschedulable";
        }

        if (node.Objects("spec", "taints")
            .FirstOrDefault(taint => taint.Text("effect") is "NoSchedule" or "NoExecute" && !Tolerates(pod, taint)) is { } untolerated)
        {
            return $"node(s) had untolerated taint(s) {{{untolerated.Text("key")}: {untolerated.Text("value")}}}";
        }

        var labels = node.Labels();
        if (pod.Map("spec", "nodeSelector").Any(pair => labels.GetValueOrDefault(pair.Key) != pair.Value))
        {
            return "node(s) didn't match Pod's node affinity/selector";
        }

        var taken = placed.SelectMany(HostPorts).ToHashSet();
        if (HostPorts(pod).Any(taken.Contains))
        {
            return "node(s) didn't have free ports for the requested pod ports";
        }

        foreach (var resource in new[] { "cpu", "memory" })
        {
            if (Requests(pod, resource) + placed.Sum(other => Requests(other, resource)) > Amount(node.Text("status", "allocatable", resource)))
            {
                return $"Insufficient {resource}";
            }
        }

        return placed.Count >= Amount(node.Text("status", "allocatable", "pods")) ? "Too many pods" : null;
    }

    public static bool Tolerates(JsonObject pod, JsonObject taint) => pod.Objects("spec", "tolerations").Any(toleration =>
        (toleration.Text("effect") is null or "" || toleration.Text("effect") == taint.Text("effect"))
        && (toleration.Text("operator") == "Exists"
            ? toleration.Text("key") is null or "" || toleration.Text("key") == taint.Text("key")
            : toleration.Text("key") == taint.Text("key") && (toleration.Text("value") ?? "") == (taint.Text("value") ?? "")));

    private static IEnumerable<long> HostPorts(JsonObject pod) =>
        pod.Objects("spec", "containers").SelectMany(container => container.Objects("ports"))
            .Select(port => port.Number("hostPort")).OfType<long>().Where(port => port > 0);

    private static decimal Requests(JsonObject pod, string resource) =>
        pod.Objects("spec", "containers").Sum(container => Amount(container.Text("resources", "requests", resource)));

    /// <summary>What is absent or no quantity counts as nothing, and no node has more than this: sums stay in range.</summary>
    private static decimal Amount(string? quantity) => Math.Min(Quantity.Parse(quantity) ?? 0, long.MaxValue);
}
