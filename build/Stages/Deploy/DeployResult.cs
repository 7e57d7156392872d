using Gauntlet.Build.Clusters.Images;

namespace Gauntlet.Build.Stages.Deploy;

/// <summary>What was applied.</summary>
/// <param name="AppliedBy">"kubectl v1.35.8" or "API client".</param>
public sealed record DeployResult(IReadOnlyList<string> Objects, IReadOnlyList<string> Images, string AppliedBy)
{
    /// <summary>Objects of somebody else that were changed by --adopt.</summary>
    public IReadOnlyList<string> Adopted { get; init; } = [];

    /// <summary>Those of the images that were built from the checkout.</summary>
    public IReadOnlyList<BuiltImage> Built { get; init; } = [];
}
