namespace Gauntlet.Metrics.Model;

/// <summary>How a threshold was found to hold, once: whoever reads the figures reads this too.</summary>
/// <param name="Expression">The expression.</param>
/// <param name="Unit">Unit of the figures.</param>
/// <param name="Actual">What was measured; null where nothing was.</param>
/// <param name="Limit">The limit; null where it depends on a rate that was not offered.</param>
/// <param name="Margin">Distance to the limit, positive on the good side; null without both figures.</param>
/// <param name="Samples">Requests behind the figure.</param>
/// <param name="Outcome">pass, fail or inconclusive.</param>
/// <param name="Reason">Why, in one sentence.</param>
public sealed record ThresholdResult(
    string Expression, FigureUnit Unit, double? Actual, double? Limit, double? Margin, long Samples, CheckOutcome Outcome, string Reason);

/// <summary>How a check ended.</summary>
public enum CheckOutcome
{
    /// <summary>The limit holds.</summary>
    Pass,

    /// <summary>The limit is broken, or there was nothing to hold against it.</summary>
    Fail,

    /// <summary>Too few samples, or a run whose figures cannot be trusted.</summary>
    Inconclusive,
}
