using Gauntlet.Workloads.Objects;

namespace Gauntlet.Experiments.Chaos;

/// <summary>A fault, and all that undoing it has to know: written down before it is made.</summary>
/// <param name="Fault">Its name.</param>
/// <param name="Mark">Ours alone: what bears it may be removed.</param>
/// <param name="Victims">What is hit.</param>
public sealed record Injection(string Fault, string Mark, IReadOnlyList<Victim> Victims)
{
    /// <summary>How many pods the workloads had that it scales; null where it scales none.</summary>
    public IReadOnlyList<ScaledWorkload>? Scaled { get; init; }

    /// <summary>The nodes of what is hit.</summary>
    public IEnumerable<string> Nodes => Victims.Select(victim => victim.Node).OfType<string>().Distinct();
}

/// <summary>A pod that is hit.</summary>
/// <param name="Namespace">Of the pod.</param>
/// <param name="Name">Of the pod.</param>
/// <param name="Uid">Tells it from the one that takes its place.</param>
/// <param name="Node">Where it runs.</param>
/// <param name="Workload">What made it.</param>
public sealed record Victim(string Namespace, string Name, string Uid, string? Node, ObjectReference Workload)
{
    /// <summary>namespace/name.</summary>
    public string Pod => $"{Namespace}/{Name}";

    /// <summary>Its address.</summary>
    public string? Ip { get; init; }

    /// <summary>Its first container, as the runtime calls it.</summary>
    public string? Container { get; init; }
}

/// <summary>How many pods a workload had.</summary>
/// <param name="Workload">Which.</param>
/// <param name="Replicas">As its specification had it.</param>
public sealed record ScaledWorkload(ObjectReference Workload, int Replicas);
