using Gauntlet.Build.Clusters;
using Gauntlet.Build.Clusters.Existing;
using Gauntlet.Build.Pipeline;

namespace Gauntlet.Build.Stages.LoadTest;

/// <summary>The highest rate that the profile of a cluster allows.</summary>
internal static class LoadLimit
{
    /// <summary>Why the load of these options may not be sent to the cluster of a context; null where it may.</summary>
    public static string? Problem(BuildContext context, string name)
    {
        var options = context.Options;
        double? rate = options.Has(LoadTestOptions.Requests) ? null
            : options.Of(LoadTestOptions.Stages) is { Count: > 0 } stages ? stages.Max(stage => stage.Rate)
            : options.Of(LoadTestOptions.Rate);
        return Protection.WhyNotSend(context, name, rate);
    }

    /// <summary>Refuses what is above it.</summary>
    /// <exception cref="StageException">The load may not be sent there: usage.</exception>
    public static void Require(BuildContext context, ClusterResult cluster)
    {
        if (cluster.Kind == ExistingCluster.Name && Problem(context, cluster.Context) is { } problem)
        {
            throw new StageException(StageOutcome.Usage, problem, "Send less: --rate, --stages.");
        }
    }
}
