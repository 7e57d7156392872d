using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Health;

/// <summary>Notices nodes that were Ready and are not any more.</summary>
internal sealed class NodeWatch(TimeProvider time)
{
    /// <summary>A kubelet that restarts reports within this; the node controller has waited for 40 s already when it gives a node up.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private long? _since;

    /// <summary>The nodes that have been lost for longer than the grace. Ask only once all nodes were Ready.</summary>
    public IReadOnlyList<HealthProblem> Lost(ClusterSnapshot snapshot)
    {
        var lost = snapshot.Nodes.Where(node => !Conditions.IsReady(node)).ToList();
        _since = lost.Count == 0 ? null : _since ?? time.GetTimestamp();
        return _since is { } since && time.GetElapsedTime(since) > Grace
            ? [.. lost.Select(node => new HealthProblem(
                Blame.Infrastructure, ObjectReference.Of(node), "NodeNotReady",
                Conditions.ReadyMessage(node) ?? "it does not report"))]
            : [];
    }
}
