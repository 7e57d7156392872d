using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Kinds;

/// <summary>Established: the API server serves the kind. Deploy waits for the same before it applies objects of it.</summary>
internal sealed class DefinitionKind : IWorkloadKind
{
    public bool Judges(ObjectKind kind) => kind.Is("apiextensions.k8s.io", "CustomResourceDefinition");

    public KindState Judge(LiveObject item, Surroundings around) => Judge(item);

    public static KindState Judge(LiveObject item) =>
        item.Condition("Established") is { IsTrue: true } ? KindState.Healthy
        : item.Condition("NamesAccepted") is { IsFalse: true } names ? KindState.Failed(names.Reason, names.Message)
        : KindState.Waits("not established");
}
