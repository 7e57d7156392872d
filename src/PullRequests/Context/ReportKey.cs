namespace Gauntlet.PullRequests.Context;

/// <summary>
/// Which report a comment carries: workflows, jobs and the legs of a matrix have one each, on the same pull request. The runner tells nobody the leg,
/// so the caller names it.
/// </summary>
/// <param name="Workflow">Name of the workflow.</param>
/// <param name="Job">Id of the job; null where it is not known.</param>
/// <param name="Leg">Name of the leg; null where there is but one.</param>
public sealed record ReportKey(string Workflow, string? Job, string? Leg = null)
{
    /// <summary>The parts with slashes between them.</summary>
    public override string ToString() => string.Join(" / ", new[] { Workflow, Job, Leg }.OfType<string>());
}
