using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Kinds;

/// <summary>On the cluster; its runs come when their time comes, and are not waited for.</summary>
internal sealed class CronJobKind : IWorkloadKind
{
    public bool Judges(ObjectKind kind) => kind.Is("batch", "CronJob");

    public KindState Judge(LiveObject item, Surroundings around) =>
        KindState.Healthy with { Note = item.Flag("spec", "suspend") ? "it is suspended" : $"its runs ({item.Text("spec", "schedule")}) were not waited for" };
}
