using Gauntlet.Build.Cli;
using Gauntlet.Build.Pipeline;

namespace Gauntlet.Build.Clusters;

/// <summary>Finds the implementation of a kind.</summary>
public sealed class ClusterCatalog(IEnumerable<ICluster> clusters, ClusterLock clusterLock)
{
    /// <summary>In the order in which auto asks them.</summary>
    public IEnumerable<ICluster> All => clusters;

    public ICluster Of(string kind) =>
        clusters.FirstOrDefault(cluster => cluster.Kind == kind)
        ?? throw new StageException(
            StageOutcome.Usage, $"There is no kind of cluster '{kind}'.", $"Known are {string.Join(", ", clusters.Select(cluster => cluster.Kind))}.");

    /// <summary>The cluster that CreateCluster made, checked against what this process was asked for, and locked for it.</summary>
    /// <exception cref="StageException">
    /// There is none, or another option was given than it was made with: usage. Another run works on it: infrastructure.
    /// </exception>
    public ClusterResult Require(BuildContext context)
    {
        var state = context.State;
        if (state.Of<ClusterResult>() is not { Outcome: StageOutcome.Pass, Result: { } cluster } || state.IsUndone<ClusterResult>())
        {
            throw new StageException(StageOutcome.Usage, "There is no cluster.", "Run --target=CreateCluster first.");
        }

        RefuseOther(context.Options, cluster.Kind, cluster.Name);
        clusterLock.Take(cluster.Name);
        return cluster;
    }

    /// <summary>The command that deletes this cluster, whatever clusters later runs in the same folder work on.</summary>
    internal static string DeletionOf(ClusterResult cluster, BuildPaths paths)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        return RepeatCommand.Of("DeleteCluster", paths, $"--{ClusterOptions.Kind.Name}={cluster.Kind}", $"--{ClusterOptions.Name.Name}={cluster.Name}");
    }

    /// <summary>The options that name a cluster against what is recorded of it.</summary>
    /// <param name="options">Of this process.</param>
    /// <param name="kind">As it is recorded.</param>
    /// <param name="name">As it is recorded; null where nothing is.</param>
    /// <exception cref="StageException">Another value was given than is recorded: usage.</exception>
    public static void RefuseOther(OptionValues options, string kind, string? name)
    {
        ArgumentNullException.ThrowIfNull(options);
        Same(ClusterOptions.Kind, kind, "Validate");
        Same(ClusterOptions.Name, name, "CreateCluster");

        void Same(Option<string> option, string? recorded, string target)
        {
            var asked = options.Of(option);
            if (recorded is not null && recorded != asked && options.Has(option) && asked != ClusterKinds.Auto)
            {
                throw new StageException(
                    StageOutcome.Usage, $"--{option.Name}={asked} was given, but the cluster of this run is {recorded}.",
                    $"Leave --{option.Name} out, or run --target={target} with it first.");
            }
        }
    }
}
