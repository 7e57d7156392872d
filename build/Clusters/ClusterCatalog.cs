using Gauntlet.Build.Lifetime;
using Gauntlet.Build.State;
using Microsoft.Extensions.DependencyInjection;

namespace Gauntlet.Build.Clusters;

/// <summary>Finds the implementation of a kind.</summary>
public sealed class ClusterCatalog(IEnumerable<ICluster> clusters)
{
    public ICluster Of(string kind) =>
        clusters.FirstOrDefault(cluster => cluster.Kind == kind)
        ?? throw new StageException(StageOutcome.Usage, $"There is no kind of cluster '{kind}'.", $"Known are {string.Join(", ", clusters.Select(cluster => cluster.Kind))}.");

    /// <summary>The cluster that CreateCluster made, checked against what this process was asked for.</summary>
    /// <exception cref="StageException">There is none, or another option was given than it was made with: usage.</exception>
    public static ClusterResult Require(BuildContext context)
    {
        var state = context.State;
        if (state.CreateCluster is not { Outcome: StageOutcome.Pass, Result: { } cluster } || state.DeleteCluster is { Outcome: StageOutcome.Pass })
        {
            throw new StageException(StageOutcome.Usage, "There is no cluster.", $"Run --target={StageNames.CreateCluster} first.");
        }

        var options = context.Options;
        Same("cluster", cluster.Kind, options.Cluster.Kind);
        Same("cluster-name", cluster.Name, options.Cluster.Name);
        return cluster;

        void Same(string option, string recorded, string asked)
        {
            if (recorded != asked && options.Given.Any(given => given.StartsWith($"--{option}=", StringComparison.Ordinal)) && asked != "auto")
            {
                throw new StageException(
                    StageOutcome.Usage, $"--{option}={asked} was given, but the cluster was created with {recorded}.", $"Leave --{option} out, or run --target={StageNames.CreateCluster} with it.");
            }
        }
    }
}

/// <summary>Registers the kinds of clusters.</summary>
internal static class ClusterServices
{
    public static IServiceCollection AddClusters(this IServiceCollection services) =>
        services.AddSingleton<ICluster, KindCluster>()
            .AddSingleton<ICluster, EmbeddedCluster>()
            .AddSingleton<ICluster, ExistingCluster>()
            .AddSingleton<ClusterCatalog>()
            .AddSingleton<ClusterLock>();
}
