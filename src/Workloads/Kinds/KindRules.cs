using System.Collections.Concurrent;
using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Kinds;

/// <summary>The kinds that are judged. Of any other kind nothing more is known than that the API server took it.</summary>
internal static class KindRules
{
    private static readonly IReadOnlyList<IWorkloadKind> All =
    [
        new DeploymentKind(), new StatefulSetKind(), new DaemonSetKind(), new ReplicaSetKind(), new JobKind(), new CronJobKind(), new PodKind(),
        new ServiceKind(), new IngressKind(), new ClaimKind(), new AutoscalerKind(), new DisruptionBudgetKind(), new DefinitionKind(), new ApiServiceKind(),
        new CustomResourceKind(),
    ];

    private static readonly ConcurrentDictionary<ObjectKind, IWorkloadKind?> Found = [];

    /// <summary>The rule for a kind; null where there is none.</summary>
    public static IWorkloadKind? Find(ObjectKind kind) => Found.GetOrAdd(kind, static kind => All.FirstOrDefault(rule => rule.Judges(kind)));

    public static bool Is(this ObjectKind kind, string group, string name) => kind.Group == group && kind.Name == name;
}
