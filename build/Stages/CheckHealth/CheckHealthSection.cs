using Gauntlet.Build.Reporting;
using Gauntlet.Reports;

namespace Gauntlet.Build.Stages.CheckHealth;

/// <summary>What the check could not look at.</summary>
public sealed class CheckHealthSection : ReportSection<HealthResult>
{
    /// <inheritdoc/>
    protected override ReportPart? Of(HealthResult result, ReportRequest request) => new() { Notes = result.Notes };
}
