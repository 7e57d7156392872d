using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Kinds;

/// <summary>On the cluster; whether it serves is asked of each of its routes.</summary>
internal sealed class IngressKind : IWorkloadKind
{
    public bool Judges(ObjectKind kind) => kind.Is("networking.k8s.io", "Ingress");

    public KindState Judge(LiveObject item, Surroundings around) => KindState.Healthy;
}
