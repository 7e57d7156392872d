using Gauntlet.Metrics.Model;

namespace Gauntlet.Reports;

/// <summary>Outcomes at a glance.</summary>
public static class Signs
{
    /// <summary>Null for what says nothing about the change.</summary>
    public static string Of(CheckOutcome? outcome) => outcome switch
    {
        CheckOutcome.Pass => "✅",
        CheckOutcome.Fail => "❌",
        CheckOutcome.Inconclusive => "❔",
        _ => "⚠️",
    };
}
