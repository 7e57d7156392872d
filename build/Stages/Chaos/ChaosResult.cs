using Gauntlet.Experiments.Chaos;

namespace Gauntlet.Build.Stages.Chaos;

/// <summary>What each experiment has shown.</summary>
public sealed record ChaosResult(IReadOnlyList<ExperimentResult> Experiments);
