namespace Gauntlet.Checks;

/// <summary>What a tag of a threshold may name; a list that is null is not known yet.</summary>
/// <param name="Routes">The routes of the load.</param>
/// <param name="Workloads">What is deployed, by name and by namespace/name.</param>
public sealed record TagNames(IReadOnlyCollection<string>? Routes, IReadOnlyCollection<string>? Workloads)
{
    /// <summary>Of the workloads those that a HorizontalPodAutoscaler scales.</summary>
    public IReadOnlyCollection<string>? Scaled { get; init; }
}
