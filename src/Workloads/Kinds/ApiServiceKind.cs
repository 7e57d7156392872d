using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Kinds;

/// <summary>Available: what is behind it answers the API server. Where its pods are well and it does not, something between them is at fault.</summary>
internal sealed class ApiServiceKind : IWorkloadKind
{
    public bool Judges(ObjectKind kind) => kind.Is("apiregistration.k8s.io", "APIService");

    public KindState Judge(LiveObject item, Surroundings around) => item.Condition("Available") switch
    {
        { IsTrue: true } => KindState.Healthy,
        { Why: { Length: > 0 } why } => KindState.Waits($"not available: {why}") with { IsOfCluster = true },
        _ => KindState.Waits("not available") with { IsOfCluster = true },
    };
}
