using Gauntlet.Metrics.Model;

namespace Gauntlet.Reports;

/// <summary>Outcomes at a glance.</summary>
public static class Signs
{
    /// <summary>The sign with its word; the cell marks its row.</summary>
    public static Cell WithWord(CheckOutcome outcome) => new($"{Of(outcome)} {outcome.ToString().ToLowerInvariant()}", Outcome: outcome);

    /// <summary>Null for what says nothing about the change.</summary>
    public static string Of(CheckOutcome? outcome) => outcome switch
    {
        CheckOutcome.Pass => "✅",
        CheckOutcome.Fail => "❌",
        CheckOutcome.Inconclusive => "❔",
        _ => "⚠️",
    };
}
