using Gauntlet.Build.Pipeline;
using Gauntlet.Metrics.Model;

namespace Gauntlet.Build.Reporting;

/// <summary>Outcomes as reports tell of them.</summary>
internal static class StageWords
{
    /// <summary>What it says about the change; null where it says nothing.</summary>
    public static CheckOutcome? Check(this StageOutcome outcome) => outcome switch
    {
        StageOutcome.Pass => CheckOutcome.Pass,
        StageOutcome.Fail => CheckOutcome.Fail,
        StageOutcome.Inconclusive => CheckOutcome.Inconclusive,
        _ => null,
    };

    /// <summary>A run's verdict.</summary>
    public static string Verdict(StageOutcome outcome) => outcome switch
    {
        StageOutcome.Pass => "Pass",
        StageOutcome.Fail => "Fail",
        StageOutcome.Usage => "Usage error",
        StageOutcome.Infrastructure => "Infrastructure failure: no verdict on the change",
        _ => "Inconclusive",
    };

    /// <summary>What a run's verdict means for the change.</summary>
    public static string Meaning(StageOutcome outcome) => outcome switch
    {
        StageOutcome.Pass => "Nothing that was checked speaks against this change.",
        StageOutcome.Fail => "This change does not hold what was asked of it.",
        StageOutcome.Usage => "The run could not do what it was asked for: an option, a manifest or another file is wrong.",
        StageOutcome.Infrastructure => "Something other than the change failed. Run it again.",
        _ => "The run cannot tell whether this change is good. Run it again where nothing else is at work, "
            + "or with a higher --rate or --duration where the samples were too few.",
    };

    /// <summary>What came of a stage, and why it did not pass; null for one that did not run.</summary>
    public static (string Status, string? Reason) Of(IStageSlot? slot) => slot?.Outcome switch
    {
        null => ("not run", null),
        StageOutcome.Pass => ("passed", null),
        StageOutcome.Skipped => ("skipped", slot.Summary),
        StageOutcome.Running => ("not run", "under way when this report was made"),
        StageOutcome.Inconclusive => ("inconclusive", slot.Problem?.Reason ?? slot.Summary),
        _ => ("failed", $"{slot.Outcome.Word()}: {slot.Problem?.Reason ?? slot.Summary}"),
    };
}
