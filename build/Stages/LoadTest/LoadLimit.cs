using Gauntlet.Build.Cli;
using Gauntlet.Build.Clusters;
using Gauntlet.Build.Clusters.Existing;
using Gauntlet.Build.Pipeline;

namespace Gauntlet.Build.Stages.LoadTest;

/// <summary>The highest rate that the profile of a cluster allows.</summary>
internal static class LoadLimit
{
    /// <summary>Why the load of these options may not be sent to the cluster of a context; null where it may.</summary>
    public static string? Problem(BuildContext context, string name) => Protection.WhyNotSend(context, name, Highest(context.Options));

    /// <summary>The highest rate that these options ask for; null where they count requests.</summary>
    public static double? Highest(OptionValues options) => options.Has(LoadTestOptions.Requests) ? null
        : options.Of(LoadTestOptions.Stages) is { Count: > 0 } stages ? stages.Max(stage => stage.Rate)
        : options.Of(LoadTestOptions.Rate);

    /// <summary>Refuses what is above it.</summary>
    /// <param name="context">Of the run.</param>
    /// <param name="cluster">Where the load goes.</param>
    /// <param name="rate">Requests per second at the most; null where nobody knows.</param>
    /// <exception cref="StageException">The load may not be sent there: usage.</exception>
    public static void Require(BuildContext context, ClusterResult cluster, double? rate)
    {
        if (cluster.Kind == ExistingCluster.Name && Protection.WhyNotSend(context, cluster.Context, rate) is { } problem)
        {
            throw new StageException(StageOutcome.Usage, problem, "Send less: --rate, --stages.");
        }
    }
}
