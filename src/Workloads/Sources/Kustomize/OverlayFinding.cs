using Gauntlet.Workloads.Objects;

namespace Gauntlet.Workloads.Sources.Kustomize;

/// <summary>Something that an overlay does, or does not, without a word of Kustomize.</summary>
/// <param name="Problem">What it is.</param>
/// <param name="MayBeMeant">Whether somebody may want it so.</param>
internal sealed record OverlayFinding(ManifestProblem Problem, bool MayBeMeant = false);
