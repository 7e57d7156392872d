using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;
using k8s;

namespace Gauntlet.Workloads.Health;

/// <summary>
/// Waits until what was deployed is healthy: by watching the cluster up to its endpoints, then by asking every route through the ingress.
/// Each phase has a budget of its own, and a state that cannot heal ends the wait at once.
/// </summary>
/// <param name="client">Of the cluster.</param>
/// <param name="manifests">What was deployed.</param>
/// <param name="ingress">Where the routes are asked.</param>
/// <param name="budgets">How long each phase may take.</param>
/// <param name="time">The clock.</param>
/// <param name="progress">Told what is waited for.</param>
public sealed class HealthCheck(
    Kubernetes client, ManifestSet manifests, IngressAddress ingress, PhaseBudgets budgets, TimeProvider time, IProgress<string> progress)
{
    /// <summary>The value of a header, from what its manifest has for it; that itself where nothing else is said.</summary>
    public Func<string, string> HeaderValue { get; init; } = value => value;

    /// <summary>A watch can stay silent; the budgets are looked at this often all the same.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromMilliseconds(500);
    private readonly PhaseClock _clock = new(time);
    private readonly NodeWatch _nodes = new(time);
    private readonly SteadyWatch _steady = new(time);

    /// <summary>Runs all phases. Problems are data; only cancellation throws.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before the end.</exception>
    public async Task<HealthReport> RunAsync(CancellationToken cancellation)
    {
        var feed = new ClusterFeed(client, manifests.Objects, time);
        await using (feed.ConfigureAwait(false))
        {
            var problems = await WatchAsync(feed, cancellation).ConfigureAwait(false);
            problems = problems.Count > 0 ? problems
                : await new RouteCheck(manifests, ingress, budgets, _clock, _nodes, time, progress, HeaderValue).RunAsync(feed, cancellation)
                .ConfigureAwait(false);
            var judged = feed.Snapshot.Of(manifests).Judged;
            return new HealthReport(_clock.Phases, await new Evidence(client).AddAsync(problems, cancellation).ConfigureAwait(false), Notes(judged))
            {
                Judged = judged.Count(entry => entry.State.IsJudged),
                NotJudged = [.. manifests.Objects.Except(judged.Where(entry => entry.State.IsJudged).Select(entry => entry.Item))
                    .GroupBy(entry => entry.Kind.Name).Select(kind => (kind.Key, kind.Count()))],
            };
        }
    }

    private async Task<IReadOnlyList<HealthProblem>> WatchAsync(ClusterFeed feed, CancellationToken cancellation)
    {
        HealthPhase? reached = null;
        while (reached < HealthPhase.Endpoints || reached is null)
        {
            var (snapshot, steady) = (feed.Snapshot.Of(manifests), true);
            if (feed.Synced)
            {
                if (ProblemFinder.Terminal(snapshot).Count > 0)
                {
                    // What the other watches tell of it, such as the pod of a Job that failed, arrives in a moment.
                    await Task.Delay(Heartbeat, time, cancellation).ConfigureAwait(false);
                    if (ProblemFinder.Terminal(feed.Snapshot.Of(manifests)) is { Count: > 0 } terminal)
                    {
                        return terminal;
                    }

                    continue;
                }

                if (reached is not null && _nodes.Lost(snapshot) is { Count: > 0 } lost)
                {
                    return lost;
                }

                steady = _steady.IsSteady(snapshot);
                var now = snapshot.Reached(manifests);
                now = now >= HealthPhase.Readiness && !steady ? HealthPhase.Start : now;
                _clock.Reach(reached, now);
                reached = now > reached || reached is null ? now : reached;
                if (now == HealthPhase.Endpoints)
                {
                    break;
                }
            }

            var next = reached is null ? HealthPhase.Nodes : reached.Value + 1;
            var waitsFor = feed.Synced ? snapshot.WaitsFor(snapshot.Reached(manifests), manifests)
                : $"the API server{(feed.Trouble is { } trouble ? $" ({trouble})" : "")}";
            waitsFor = !steady && next == HealthPhase.Readiness ? "containers without a readiness probe, or that crashed before, to run for 10 s" : waitsFor;
            if (_clock.IsOver(next, budgets))
            {
                return OutOfTime(next, snapshot, feed, waitsFor);
            }

            progress.Report(feed.Synced && feed.Trouble is { } silent ? $"{waitsFor} (the API server does not answer: {silent})" : waitsFor);
            await Heartbeats.NextAsync(feed, Heartbeat, time, cancellation).ConfigureAwait(false);
        }

        return [];
    }

    private HealthProblem[] OutOfTime(HealthPhase phase, ClusterSnapshot snapshot, ClusterFeed feed, string waitsFor)
    {
        if (ProblemFinder.Pending(snapshot).ToArray() is { Length: > 0 } pending)
        {
            return pending;
        }

        var (reason, message) = ($"{phase}Timeout", $"after {_clock.InPhase.TotalSeconds:0} s still waiting for "
            + $"{waitsFor}{(feed.Trouble is { } trouble ? $" (API server: {trouble})" : "")}");
        var infrastructure = !feed.Synced || feed.Trouble is not null || phase == HealthPhase.Nodes
            || (phase is HealthPhase.Init or HealthPhase.ImagePull && snapshot.IsPulling()) || !snapshot.Nodes.All(Conditions.IsReady);
        var found = infrastructure ? [] : ProblemFinder.Late(snapshot, reason, message).ToArray();
        return found.Length > 0 ? found : [new HealthProblem(infrastructure ? Blame.Infrastructure : Blame.Change, ObjectReference.Cluster, reason, message)];
    }

    private IReadOnlyList<string> Notes(IReadOnlyList<JudgedObject> judged) =>
    [
        .. judged.Where(entry => entry.State.Note is not null).Select(entry => $"{entry.Item}: {entry.State.Note}."),
        .. manifests.Routes.Where(route => route.ExpectedBody is null).Select(route => $"The body of {route.Name} is not checked: its Service names none."),
        ingress.Https is null ? "HTTPS was not checked: no address was given." : "The certificate of the ingress is not verified.",
    ];
}
