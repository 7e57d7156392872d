using Gauntlet.Workloads.Manifests;
using Gauntlet.Workloads.Objects;
using Gauntlet.Workloads.Routing;

namespace Gauntlet.Workloads.Health;

/// <summary>Asks every route over HTTP, and each host once over HTTPS, until all answer as expected.</summary>
internal sealed class RouteCheck(
    ManifestSet manifests, IngressAddress ingress, PhaseBudgets budgets, PhaseClock clock, NodeWatch nodes, TimeProvider time, IProgress<string> progress,
    Func<string, string> headerValue)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public async Task<IReadOnlyList<HealthProblem>> RunAsync(ClusterFeed feed, CancellationToken cancellation)
    {
        using (var http = new RouteProbe(ingress.Http, tls: false, headerValue))
        {
            if (await UntilAllAnswerAsync(HealthPhase.Http, http, manifests.Routes, feed, cancellation).ConfigureAwait(false) is { Count: > 0 } problems)
            {
                return problems;
            }
        }

        if (ingress.Https is null)
        {
            return [];
        }

        using var https = new RouteProbe(ingress.Https, tls: true, headerValue);
        return await UntilAllAnswerAsync(HealthPhase.Https, https, [.. manifests.Routes.DistinctBy(route => route.Host)], feed, cancellation)
            .ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<HealthProblem>> UntilAllAnswerAsync(
        HealthPhase phase, RouteProbe probe, IReadOnlyList<Route> routes, ClusterFeed feed, CancellationToken cancellation)
    {
        var waiting = routes.ToDictionary(route => route, _ => new WrongAnswer("not asked", Connected: false));
        while (true)
        {
            foreach (var route in waiting.Keys.ToList())
            {
                if (await probe.AskAsync(route, cancellation).ConfigureAwait(false) is { } wrong)
                {
                    waiting[route] = wrong;
                }
                else
                {
                    waiting.Remove(route);
                }
            }

            if (waiting.Count == 0)
            {
                clock.End(phase);
                return [];
            }

            var snapshot = feed.Snapshot.Of(manifests);
            if (ProblemFinder.Terminal(snapshot) is { Count: > 0 } terminal)
            {
                return terminal;
            }

            if (nodes.Lost(snapshot) is { Count: > 0 } lost)
            {
                return lost;
            }

            if (clock.IsOver(phase, budgets))
            {
                return [.. waiting.Select(entry => Problem(phase, entry.Key, entry.Value, feed, snapshot))];
            }

            progress.Report($"{phase} answers of " + string.Join(", ", waiting.Select(entry => $"{entry.Key.Host} ({entry.Value.What})").Take(3)));
            await Task.Delay(Pause, time, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// A wrong answer is the workload's. Where nobody listens although every pod is ready, the way from this machine to the ingress is broken.
    /// </summary>
    private HealthProblem Problem(HealthPhase phase, Route route, WrongAnswer wrong, ClusterFeed feed, ClusterSnapshot snapshot)
    {
        var infrastructure = !wrong.Connected || feed.Trouble is not null || !snapshot.Nodes.All(Conditions.IsReady);
        return new HealthProblem(
            infrastructure ? Blame.Infrastructure : Blame.Change, ObjectReference.Route(route.Host, route.Path), $"{phase}NotAsExpected",
            $"after {clock.InPhase.TotalSeconds:0} s: "
                + $"{wrong.What}{(wrong.Connected ? "" : $" from {(phase == HealthPhase.Https ? ingress.Https : ingress.Http)}")}");
    }
}
