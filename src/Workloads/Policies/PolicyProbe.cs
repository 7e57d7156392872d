namespace Gauntlet.Workloads.Policies;

/// <summary>A connection that was tried.</summary>
/// <param name="Pair">Which.</param>
/// <param name="Seen">What became of it.</param>
public sealed record ProbedPair(PolicyPair Pair, Reach Seen);

/// <summary>What connections between the pods of a cluster showed.</summary>
/// <param name="Tried">All, in their order.</param>
public sealed record PolicyFacts(IReadOnlyList<ProbedPair> Tried)
{
    /// <summary>Denied, and made all the same.</summary>
    public IReadOnlyList<ProbedPair> Open => [.. Tried.Where(one => !one.Pair.IsAllowed && one.Seen == Reach.Connected)];

    /// <summary>Allowed, and not made although the port answers, or would if nothing was in the way.</summary>
    public IReadOnlyList<ProbedPair> Blocked => [.. Tried.Where(one => one.Pair.IsAllowed && one.Seen != Reach.Connected && !IsUnknown(one))];

    /// <summary>Refused where nobody was let in: nothing listens there, so that it says nothing of policies.</summary>
    public IReadOnlyList<ProbedPair> Unknown => [.. Tried.Where(IsUnknown)];

    /// <summary>Allowed, and made: the positive control.</summary>
    public int Made => Tried.Count(one => one.Pair.IsAllowed && one.Seen == Reach.Connected);

    /// <summary>Denied, and not made: the negative control.</summary>
    public int Held => Tried.Count(one => !one.Pair.IsAllowed && one.Seen != Reach.Connected && !IsUnknown(one));

    private bool IsUnknown(ProbedPair one) => one.Seen == Reach.Refused
        && !Tried.Any(other => other.Seen == Reach.Connected && other.Pair.Target.Equals(one.Pair.Target));
}

/// <summary>Tries connections between pods.</summary>
public static class PolicyProbe
{
    private const int Tries = 3;

    /// <summary>Tries each connection; one that should be made and is not, again: a packet may be lost.</summary>
    /// <param name="pairs">Which.</param>
    /// <param name="connections">Opens them.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<PolicyFacts> RunAsync(IReadOnlyList<PolicyPair> pairs, IPodConnections connections, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentNullException.ThrowIfNull(connections);
        var seen = await TryAsync(pairs, connections, cancellation).ConfigureAwait(false);
        for (var again = 1; again < Tries && pairs.Where(pair => pair.IsAllowed && seen[pair] == Reach.NoAnswer).ToList() is { Count: > 0 } missing; again++)
        {
            foreach (var (pair, reach) in await TryAsync(missing, connections, cancellation).ConfigureAwait(false))
            {
                seen[pair] = reach;
            }
        }

        return new PolicyFacts([.. pairs.Select(pair => new ProbedPair(pair, seen[pair]))]);
    }

    /// <summary>The same facts with some connections tried anew: what enforces policies may have been late.</summary>
    public static async Task<PolicyFacts> AgainAsync(
        PolicyFacts facts, IReadOnlyList<ProbedPair> which, IPodConnections connections, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var seen = await TryAsync([.. which.Select(one => one.Pair)], connections, cancellation).ConfigureAwait(false);
        return new PolicyFacts([.. facts.Tried.Select(one => seen.TryGetValue(one.Pair, out var reach) ? one with { Seen = reach } : one)]);
    }

    private static async Task<Dictionary<PolicyPair, Reach>> TryAsync(
        IReadOnlyList<PolicyPair> pairs, IPodConnections connections, CancellationToken cancellation)
    {
        var answers = await Task.WhenAll(pairs.GroupBy(pair => pair.From).Select(async group =>
        {
            var ofOne = group.ToList();
            var reached = await connections.TryAsync(PolicyPair.AddressOf(group.Key.Pod), [.. ofOne.Select(pair => pair.Target)], cancellation)
                .ConfigureAwait(false);
            return ofOne.Zip(reached);
        })).ConfigureAwait(false);
        return answers.SelectMany(answer => answer).ToDictionary(entry => entry.First, entry => entry.Second);
    }
}
