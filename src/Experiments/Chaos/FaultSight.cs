using Gauntlet.Workloads.Objects;
using k8s.Models;

namespace Gauntlet.Experiments.Chaos;

/// <summary>Tells from what the cluster shows whether a fault came about, and when all was replaced. One serves one experiment.</summary>
/// <param name="fault">Which.</param>
/// <param name="injection">On what.</param>
/// <param name="before">The cluster before it.</param>
internal sealed class FaultSight(IFault fault, Injection injection, PodView before)
{
    private readonly HashSet<string> _known = [.. before.Pods.Select(pod => pod.Pod.Metadata.Uid)];
    private readonly HashSet<string> _hit = [.. injection.Victims.Select(victim => victim.Uid)];
    private bool _landed;
    private bool _gone = fault.Proof != FaultProof.PodsLeave;
    private bool _replaced = fault.Proof == FaultProof.NodeShows;

    /// <summary>Whether pods do not show it, so that the node has to be asked.</summary>
    public bool NeedsLook => fault.Proof == FaultProof.NodeShows;

    /// <summary>Whether there is nothing more to wait for.</summary>
    public bool IsAllSeen => _landed && _gone && _replaced;

    /// <summary>What the node shows.</summary>
    public Sighting Shown(string what, DateTimeOffset now)
    {
        _landed = true;
        return new Sighting([new Mark(now, what)]) { Landed = now };
    }

    /// <summary>What a view of the pods shows that none before it did.</summary>
    public Sighting Of(PodView view, DateTimeOffset now)
    {
        var (news, had) = (new List<Mark>(), (Landed: _landed, Replaced: _replaced));
        if (fault.Proof == FaultProof.PodsLeave)
        {
            _landed |= Say(!_landed && !_hit.Any(view.Serves), "no longer endpoints");
            _gone |= Say(!_gone && view.Pods.All(pod => !_hit.Contains(pod.Pod.Metadata.Uid)), "gone from the API");
            _replaced |= Say(!_replaced && _landed && Fresh(view) >= _hit.Count, "new pods ready and endpoints");
        }
        else if (fault.Proof == FaultProof.ContainersRestart)
        {
            _landed |= Say(!_landed && injection.Victims.All(victim => HasRestarted(victim, view)), "containers started again");
            _replaced |= Say(!_replaced && _landed && _hit.All(uid => view.Serves(uid)), "ready and endpoints again");
        }

        return new Sighting(news) { Landed = _landed && !had.Landed ? now : null, Replaced = _replaced && !had.Replaced ? now : null };

        bool Say(bool isSo, string what)
        {
            if (isSo)
            {
                news.Add(new Mark(now, what));
            }

            return isSo;
        }
    }

    private int Fresh(PodView view) => view.Pods.Count(pod => injection.Victims.Any(victim => victim.Workload == pod.Workload)
        && Conditions.IsReady(pod.Pod) && !_known.Contains(pod.Pod.Metadata.Uid) && view.Serves(pod.Pod.Metadata.Uid));

    private bool HasRestarted(Victim victim, PodView view) =>
        view.Find(victim.Uid) is { } now && before.Find(victim.Uid) is { } then && Restarts(now) > Restarts(then);

    private static int Restarts(V1Pod pod) => (pod.Status?.ContainerStatuses ?? []).Sum(container => container.RestartCount);
}

/// <summary>What was seen that was not before.</summary>
/// <param name="News">In the words of the report.</param>
internal sealed record Sighting(IReadOnlyList<Mark> News)
{
    /// <summary>When the fault was seen to be there, where that is new.</summary>
    public DateTimeOffset? Landed { get; init; }

    /// <summary>When as many pods served again, where that is new.</summary>
    public DateTimeOffset? Replaced { get; init; }
}
