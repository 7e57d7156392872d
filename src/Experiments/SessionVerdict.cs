using Gauntlet.Checks;
using Gauntlet.Metrics.Model;

namespace Gauntlet.Experiments;

/// <summary>The verdict on a session: its figures against the thresholds, in the light of what was seen beside them.</summary>
/// <param name="Outcome">Of the figures and of faults that were seen.</param>
/// <param name="Reasons">One sentence each, the weightiest first.</param>
/// <param name="Excuse">Why a failure says nothing about the change; null where it does, and where nothing failed.</param>
public sealed record SessionVerdict(CheckOutcome Outcome, IReadOnlyList<string> Reasons, string? Excuse)
{
    /// <summary>
    /// Judges a session. Where something else failed under the load, faults that were seen beside it count for nothing: they are its consequences.
    /// </summary>
    public static SessionVerdict Judge(MetricsDocument document, IReadOnlyList<ThresholdResult> thresholds, IReadOnlyList<Observation> observations)
    {
        ArgumentNullException.ThrowIfNull(observations);
        var load = LoadVerdict.Judge(document, thresholds);
        if (observations.FirstOrDefault(observation => observation.Bearing == Bearing.Excuse) is { } excuse)
        {
            return new SessionVerdict(load.Outcome, load.Reasons, load.Outcome == CheckOutcome.Fail ? excuse.Reason : null);
        }

        string[] faults = [.. observations.Select(observation => observation.Reason)];
        return faults.Length > 0
            ? new SessionVerdict(CheckOutcome.Fail, [.. faults, .. load.Reasons], null)
            : new SessionVerdict(load.Outcome, load.Reasons, null);
    }
}
