using Gauntlet.Build.Clusters.Existing;
using Gauntlet.Build.Clusters.Kind;
using Microsoft.Extensions.DependencyInjection;

namespace Gauntlet.Build.Clusters;

/// <summary>Every kind of cluster, once, in the order in which auto asks them.</summary>
internal static class ClusterKinds
{
    /// <summary>What <c>--cluster</c> takes in place of a kind.</summary>
    public const string Auto = "auto";

    private static readonly (string Name, Type Type)[] All =
    [
        (KindCluster.Name, typeof(KindCluster)),
        (Embedded.EmbeddedCluster.Name, typeof(Embedded.EmbeddedCluster)),
        (ExistingCluster.Name, typeof(ExistingCluster)),
    ];

    /// <summary>What <c>--cluster</c> may be.</summary>
    public static string[] Choices => [Auto, .. All.Select(kind => kind.Name)];

    public static IServiceCollection AddClusters(this IServiceCollection services)
    {
        foreach (var (_, type) in All)
        {
            services.AddSingleton(typeof(ICluster), type);
        }

        return services.AddSingleton<AuditLog>().AddSingleton<ClusterCatalog>().AddSingleton<ClusterLock>();
    }
}
