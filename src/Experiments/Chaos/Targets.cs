using Gauntlet.Workloads.Health;
using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Experiments.Chaos;

/// <summary>Finds what a plan means on a cluster as it is.</summary>
internal static class Targets
{
    /// <summary>The pods that are to be hit; where there are none, why not.</summary>
    public static (IReadOnlyList<DeployedPod> Pods, string? Reason) Find(ExperimentPlan plan, PodView view)
    {
        var workloads = view.Pods.Select(pod => pod.Workload).Distinct().OrderBy(workload => workload.ToString(), StringComparer.Ordinal).ToList();
        return plan.Fault.Reach == FaultReach.Node ? OnNode(plan, view, workloads) : OfWorkloads(plan, view, workloads);
    }

    /// <summary>The routes that lead to them.</summary>
    public static IReadOnlyList<string> Routes(IFault fault, IReadOnlyList<DeployedPod> victims, PodView view, ManifestSet manifests) =>
        fault.Reach == FaultReach.Controller
            ? [.. manifests.Routes.Select(route => route.Name)]
            : [.. victims.SelectMany(victim => view.RoutesTo(victim.Pod.Metadata.Uid, manifests)).Distinct()];

    private static (IReadOnlyList<DeployedPod>, string?) OfWorkloads(ExperimentPlan plan, PodView view, List<ObjectReference> workloads)
    {
        var controllers = view.Pods.Where(PodView.IsWayIn).Select(pod => pod.Workload).ToHashSet();
        var found = plan switch
        {
            { Target: { } name } => Named(workloads, name),
            { Fault.Reach: FaultReach.Controller } => [.. workloads.Where(controllers.Contains)],
            _ => workloads.Where(workload => !controllers.Contains(workload) && view.Serving(workload).Count > 1).ToList(),
        };
        var victims = found.SelectMany(workload => plan.Fault.Choose(view.Serving(workload))).ToList();
        return victims.Count > 0 ? (victims, null)
            : ([], found.Count > 0 ? $"{string.Join(", ", found)} had no pod that answers requests"
            : plan.Target is { } missing ? $"no workload that was deployed is called {missing}"
            : plan.Fault.Reach == FaultReach.Controller ? "the ingress controller was not deployed by this run"
            : "no workload that was deployed has two pods that answer requests");
    }

    /// <summary>Every pod on a node: the one that is named, or that of the first pod of what is named or has two pods.</summary>
    private static (IReadOnlyList<DeployedPod>, string?) OnNode(ExperimentPlan plan, PodView view, List<ObjectReference> workloads)
    {
        var ways = view.Pods.Where(PodView.IsWayIn).Select(pod => pod.Pod.Spec.NodeName).ToHashSet();
        var serving = view.Serving().ToList();
        var named = plan.Target is { } name ? Named(workloads, name) : [.. workloads.Where(workload => view.Serving(workload).Count > 1)];
        var node = named.Count == 0 && plan.Target is { } other ? other
            : serving.FirstOrDefault(pod => named.Contains(pod.Workload) && !ways.Contains(pod.Pod.Spec.NodeName))?.Pod.Spec.NodeName;
        var victims = serving.Where(pod => pod.Pod.Spec.NodeName == node).ToList();
        return node is null ? ([], "no node holds a pod that answers requests, but that of the ingress controller")
            : ways.Contains(node) ? ([], $"the ingress controller runs on {node}: to lose it is controller-kill")
            : victims.Count == 0 ? ([], $"nothing on {node} answers requests, or there is no workload or node of that name")
            : (victims, null);
    }

    private static List<ObjectReference> Named(List<ObjectReference> workloads, string name) =>
        [.. workloads.Where(workload => workload.Name == name || $"{workload.Namespace}/{workload.Name}" == name)];
}
