using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Kinds;

/// <summary>When objects of one kind are healthy.</summary>
internal interface IWorkloadKind
{
    /// <summary>Whether this is their kind, in any version.</summary>
    bool Judges(ObjectKind kind);

    /// <summary>How far an object has come.</summary>
    /// <param name="item">As the cluster has it.</param>
    /// <param name="around">What else is there.</param>
    KindState Judge(LiveObject item, Surroundings around);

    /// <summary>The same while the cluster does not have it.</summary>
    /// <param name="item">As it was applied.</param>
    KindState Missing(KubeObject item) => KindState.Waits("not on the cluster") with { IsMade = false };
}
