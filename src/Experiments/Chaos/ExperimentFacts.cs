using Gauntlet.Workloads.Objects;

namespace Gauntlet.Experiments.Chaos;

/// <summary>What was seen of a fault beside the load, by others than the command that made it.</summary>
/// <param name="Plan">What was asked for.</param>
public sealed record ExperimentFacts(ExperimentPlan Plan)
{
    /// <summary>Why nothing was done, or nothing can be said of it; null where neither is so.</summary>
    public string? Void { get; init; }

    /// <summary>What was hit.</summary>
    public IReadOnlyList<Victim> Victims { get; init; } = [];

    /// <summary>The routes that led to what was hit, by the cluster's endpoints; the others are controls.</summary>
    public IReadOnlyList<string> Routes { get; init; } = [];

    /// <summary>When the command was given.</summary>
    public DateTimeOffset? Injected { get; init; }

    /// <summary>When the last of them was gone from the API.</summary>
    public DateTimeOffset? Gone { get; init; }

    /// <summary>When none of them was an endpoint of a Service any more.</summary>
    public DateTimeOffset? Removed { get; init; }

    /// <summary>When as many new pods were ready and endpoints as were hit.</summary>
    public DateTimeOffset? Replaced { get; init; }
}

/// <summary>A pod that was hit.</summary>
/// <param name="Pod">namespace/name.</param>
/// <param name="Uid">Tells it from the one that takes its place.</param>
/// <param name="Node">Where it ran.</param>
/// <param name="Workload">What made it.</param>
public sealed record Victim(string Pod, string Uid, string? Node, ObjectReference Workload);
