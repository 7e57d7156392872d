using Gauntlet.Security.Findings;

namespace Gauntlet.Security.Accepting;

/// <summary>Findings held against what is accepted on a day.</summary>
/// <param name="Open">Findings that nobody accepts, or nobody any more.</param>
/// <param name="Accepted">The others.</param>
/// <param name="Expired">Entries that would have accepted one, and whose day has passed.</param>
/// <param name="Idle">Entries that mean no finding.</param>
public sealed record Acceptance(
    IReadOnlyList<Finding> Open, IReadOnlyList<Finding> Accepted, IReadOnlyList<AcceptedFinding> Expired, IReadOnlyList<AcceptedFinding> Idle)
{
    /// <summary>Sorts the findings.</summary>
    public static Acceptance Of(IReadOnlyList<Finding> findings, IReadOnlyList<AcceptedFinding> entries, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(findings);
        ArgumentNullException.ThrowIfNull(entries);
        var alive = entries.Where(entry => entry.Until > today).ToList();
        var meant = entries.Where(entry => findings.Any(entry.Means)).ToList();
        var groups = findings.ToLookup(finding => alive.Any(entry => entry.Means(finding)));
        return new Acceptance([.. groups[false]], [.. groups[true]], [.. meant.Except(alive)], [.. entries.Except(meant)]);
    }
}
