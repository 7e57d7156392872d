using Gauntlet.Experiments.Chaos;

namespace Gauntlet.Build.Stages.Chaos;

/// <summary>What each experiment has shown.</summary>
public sealed record ChaosResult(IReadOnlyList<ExperimentResult> Experiments)
{
    /// <summary>A fault that is in force, or that nobody has taken back; null where there is none.</summary>
    public Injection? Pending { get; init; }

    /// <summary>What was asked for and this cluster cannot have, each with the reason.</summary>
    public IReadOnlyList<string> Skipped { get; init; } = [];

    /// <summary>Why the receiver of <c>--export</c> did not take when the faults were; null where it did, or was not to.</summary>
    public string? NotExported { get; init; }
}
