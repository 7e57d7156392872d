namespace Gauntlet.Experiments.Chaos;

/// <summary>The faults that there are.</summary>
public static class Faults
{
    private const string FewFail = "during: errors.rate < 5%";
    private const string NoneFailLater = "after: errors.rate < 1%";
    private const string Recovers = "after: recovery < 10s";
    private const string RecoversOnceItEnds = "after: recovery < 20s";

    private static readonly TimeSpan Longer = TimeSpan.FromSeconds(20);

    /// <summary>In the order in which they are listed.</summary>
    public static IReadOnlyList<IFault> All { get; } =
    [
        new PodDeletion("pod-delete", "deletes one pod of the workload, with the grace that it asks for", null, FewFail, NoneFailLater, Recovers),
        new PodDeletion("pod-kill", "deletes one pod of the workload without any grace", 0, FewFail, NoneFailLater, Recovers),
        new NodeFault("container-kill", "kills the first process of one pod's first container", FewFail, NoneFailLater, Recovers)
        { Proof = FaultProof.ContainersRestart },
        new NodeFault("pod-freeze", "freezes every process of one pod: it accepts connections and answers none", RecoversOnceItEnds)
        { Lasts = true, Proof = FaultProof.NodeShows, After = Longer },
        new Rollout { HitsAll = true, CountsWhenBusy = true, For = TimeSpan.FromSeconds(30) },
        new ScaleToZero { HitsAll = true, Lasts = true, After = Longer },
        new PodDeletion("controller-kill", "deletes a pod of the ingress controller without any grace", 0, RecoversOnceItEnds)
        { Reach = FaultReach.Controller, After = Longer },
        new NodeFault("node-pause", "pauses a node, as if its power were gone, and lets it go on", RecoversOnceItEnds)
        { Lasts = true, Reach = FaultReach.Node, Proof = FaultProof.NodeShows, After = Longer },
        new NodeFault("kubelet-stop", "stops a node's kubelet; its pods go on", "during: errors.rate < 0.1%", NoneFailLater)
        { Lasts = true, Reach = FaultReach.Node, Proof = FaultProof.NodeShows },
        new NodeFault("node-drain", "drains a node: its pods are evicted, and it takes no new ones meanwhile", FewFail, NoneFailLater, Recovers)
        { Lasts = true, Reach = FaultReach.Node, For = TimeSpan.FromSeconds(15) },
        new NodeFault("net-loss", "loses half of the packets to one pod", RecoversOnceItEnds) { Lasts = true, Proof = FaultProof.NodeShows, After = Longer },
        new NodeFault("net-reset", "resets every connection to one pod", FewFail, NoneFailLater, Recovers) { Lasts = true, Proof = FaultProof.NodeShows },
        new NodeFault("net-partition", "lets no packet through from or to one pod", RecoversOnceItEnds)
        { Lasts = true, Proof = FaultProof.NodeShows, After = Longer },
        new NodeFault("net-delay", "delays what is sent to one pod by 100 ms; where the kernel has no netem, by a slow line", RecoversOnceItEnds)
        { Lasts = true, Proof = FaultProof.NodeShows, After = Longer },
        new NodeFault("bandwidth", "gives the line to one pod 64 kbit/s", RecoversOnceItEnds) { Lasts = true, Proof = FaultProof.NodeShows, After = Longer },
        new NodeFault("cpu-stress", "keeps every processor of a node busy", FewFail, NoneFailLater, Recovers)
        { Lasts = true, Reach = FaultReach.Node, Proof = FaultProof.NodeShows, CountsWhenBusy = true },
        new NodeFault("cpu-quota", "gives the first container of one pod a hundredth of a processor", FewFail, NoneFailLater, Recovers)
        { Lasts = true, Proof = FaultProof.NodeShows },
    ];

    /// <summary>The fault of this name; null where there is none.</summary>
    public static IFault? Find(string name) => All.FirstOrDefault(fault => fault.Name == name);
}
