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

    /// <summary>When the fault was first seen to be there; null where it never was.</summary>
    public DateTimeOffset? Landed { get; init; }

    /// <summary>When as many pods were ready and endpoints again as were hit.</summary>
    public DateTimeOffset? Replaced { get; init; }

    /// <summary>Share of the time from the fault to the end of the load in which somebody waited for a processor of this machine; null is not told.</summary>
    public double? CpuPressure { get; init; }

    /// <summary>What shows all this.</summary>
    public IReadOnlyList<Mark> Evidence { get; init; } = [];

    /// <summary>What those that were hit lack that keeps requests from being lost.</summary>
    public IReadOnlyList<string> Advice { get; init; } = [];

    /// <summary>Why it could not be taken back, with what does it by hand; null where it was.</summary>
    public string? Left { get; init; }
}
