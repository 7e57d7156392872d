using Gauntlet.Build.Clusters;
using Gauntlet.Build.Clusters.Images;
using Gauntlet.Build.Tools;

namespace Gauntlet.Build.Stages.Validate;

/// <summary>What Validate found: the tools of this run, and what is to be deployed.</summary>
/// <param name="ClusterKind">kind, embedded or existing; auto is resolved.</param>
/// <param name="ClusterNote">Why auto chose it; null when it was asked for.</param>
public sealed record ValidationResult(
    string ClusterKind, string? ClusterNote, IReadOnlyList<ToolRecord> Tools, int Objects, IReadOnlyList<string> Routes, IReadOnlyList<string> Warnings)
    : IRunTools, IClusterChoice, IImageBuilds
{
    /// <summary>Of the rendered manifests; null where they have problems.</summary>
    public string? ManifestsHash { get; init; }

    /// <summary>What rendered them, each with its folder; empty where all are plain.</summary>
    public IReadOnlyList<string> RenderedBy { get; init; } = [];

    /// <inheritdoc/>
    public IReadOnlyList<ImageBuild> ImageBuilds { get; init; } = [];
}
