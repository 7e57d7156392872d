using Gauntlet.Metrics.Model;

namespace Gauntlet.Reports;

/// <summary>Outcomes at a glance.</summary>
public static class Signs
{
    /// <summary>The sign with its word, for a cell.</summary>
    public static string WithWord(CheckOutcome outcome) => $"{Of(outcome)} {outcome.ToString().ToLowerInvariant()}";

    /// <summary>Null for what says nothing about the change.</summary>
    public static string Of(CheckOutcome? outcome) => outcome switch
    {
        CheckOutcome.Pass => "✅",
        CheckOutcome.Fail => "❌",
        CheckOutcome.Inconclusive => "❔",
        _ => "⚠️",
    };
}
