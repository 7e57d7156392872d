using Gauntlet.Build.Reporting;
using Gauntlet.Reports;

namespace Gauntlet.Build.Stages.Validate;

/// <summary>Why this cluster was chosen, and what was found to be odd.</summary>
public sealed class ValidateSection : ReportSection<ValidationResult>
{
    /// <inheritdoc/>
    protected override ReportPart? Of(ValidationResult result, ReportRequest request)
    {
        string[] choice = result.ClusterNote is { } why ? [$"The {result.ClusterKind} cluster was chosen because {why}."] : [];
        return new ReportPart { Notes = [.. choice, .. result.Warnings] };
    }
}
