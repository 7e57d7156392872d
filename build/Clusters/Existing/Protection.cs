using Gauntlet.Build.Cli;
using Gauntlet.Build.Pipeline;

namespace Gauntlet.Build.Clusters.Existing;

/// <summary>What the profile of a cluster forbids.</summary>
internal static class Protection
{
    /// <summary>Why this process may not change the cluster of a context; null where it may.</summary>
    public static string? WhyNotChange(BuildContext context, string name) =>
        Of(context, name) is { Protected: true } profile && context.Options.Of(ExistingOptions.Confirm) != name
            ? $"The context {name} is protected by {profile.File}."
            : null;

    /// <summary>What to do about it.</summary>
    public static string Remedy(string name) => $"Give --confirm={name} where it is meant.";

    /// <summary>Refuses a target that changes a protected cluster without confirmation.</summary>
    /// <exception cref="StageException">It is protected: usage.</exception>
    public static void RequireConfirmation(BuildContext context, ClusterResult cluster)
    {
        if (cluster.Kind == ExistingCluster.Name && WhyNotChange(context, cluster.Context) is { } why)
        {
            throw new StageException(StageOutcome.Usage, why, Remedy(cluster.Context));
        }
    }

    /// <summary>Refuses faults on a cluster whose profile has none of them.</summary>
    /// <exception cref="StageException">Its profile says chaos: false, or it is protected: usage.</exception>
    public static void RequireChaos(BuildContext context, ClusterResult cluster)
    {
        RequireConfirmation(context, cluster);
        if (cluster.Kind == ExistingCluster.Name && Of(context, cluster.Context) is { Chaos: false } profile)
        {
            throw new StageException(
                StageOutcome.Usage, $"{profile.File} allows no faults on the context {cluster.Context}.", "Run the experiments on another cluster.");
        }
    }

    /// <summary>Why a load of a rate may not be sent there; null where it may.</summary>
    /// <param name="context">Of the run.</param>
    /// <param name="name">The context.</param>
    /// <param name="rate">Requests per second at the most; null where nobody knows, as in the closed model.</param>
    public static string? WhyNotSend(BuildContext context, string name, double? rate) => Of(context, name) is { HighestRate: { } highest } profile
        ? rate is null ? FormattableString.Invariant($"{profile.File} allows at most {highest} requests/s, and a load that counts requests has no rate.")
        : rate > highest ? FormattableString.Invariant($"The load has up to {rate} requests/s, and {profile.File} allows at most {highest}.")
        : null
        : null;

    private static ClusterProfile? Of(BuildContext context, string name)
    {
        try
        {
            return ClusterProfile.OfContext(context.Paths, name);
        }
        catch (UsageException e)
        {
            throw new StageException(StageOutcome.Usage, e.Message, "Correct the profile.", inner: e);
        }
    }
}
