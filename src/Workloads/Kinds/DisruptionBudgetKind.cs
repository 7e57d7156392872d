using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Kinds;

/// <summary>As many healthy pods as it asks for.</summary>
internal sealed class DisruptionBudgetKind : IWorkloadKind
{
    public bool Judges(ObjectKind kind) => kind.Is("policy", "PodDisruptionBudget");

    public KindState Judge(LiveObject item, Surroundings around)
    {
        var (healthy, desired) = (item.Number("status", "currentHealthy"), item.Number("status", "desiredHealthy"));
        return !item.IsObserved ? KindState.Waits("not looked at by its controller")
            : healthy < desired ? KindState.Waits($"{healthy} healthy pods of {desired}")
            : item.Number("status", "disruptionsAllowed") == 0 && item.Number("status", "expectedPods") > 0
                ? KindState.Healthy with { Note = "it allows no pod to be evicted" }
            : KindState.Healthy;
    }
}
