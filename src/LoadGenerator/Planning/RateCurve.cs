namespace Gauntlet.LoadGenerator.Planning;

/// <summary>
/// Requests per second over time, in straight legs. Arrivals are drawn where the rate is 1 and carried over by the inverse of the summed-up
/// rate (time change of a Poisson process), so that constant and Poisson arrivals, and every ramp, are one formula.
/// </summary>
internal sealed class RateCurve
{
    private readonly Leg[] _legs;

    private RateCurve(IEnumerable<(double Seconds, double From, double To)> legs)
    {
        var list = new List<Leg>();
        var (start, before) = (0.0, 0.0);
        foreach (var (seconds, from, to) in legs)
        {
            list.Add(new Leg(start, before, from, (to - from) / seconds));
            start += seconds;
            before += (from + to) / 2 * seconds;
        }

        _legs = [.. list];
        (Seconds, Total) = (start, before);
    }

    /// <summary>Length.</summary>
    public double Seconds { get; }

    /// <summary>Requests under the whole curve.</summary>
    public double Total { get; }

    public static RateCurve Constant(double rate, TimeSpan duration) => new([(duration.TotalSeconds, rate, rate)]);

    public static RateCurve Ramp(IReadOnlyList<LoadStage> stages) =>
        new(stages.Select((stage, i) => (stage.Duration.TotalSeconds, i == 0 ? 0 : stages[i - 1].Rate, stage.Rate)));

    /// <summary>The second at which the curve has summed up to <paramref name="requests"/>.</summary>
    public double TimeOf(double requests)
    {
        var i = _legs.Length - 1;
        while (i > 0 && _legs[i].Before > requests)
        {
            i--;
        }

        var leg = _legs[i];
        var within = requests - leg.Before;
        if (within <= 0)
        {
            return leg.Start;
        }

        // Root of slope/2 t^2 + rate t = within, in the form that does not cancel and also holds for slope 0.
        var root = Math.Sqrt(Math.Max(0, (leg.Rate * leg.Rate) + (2 * leg.Slope * within)));
        return leg.Start + (2 * within / (leg.Rate + root));
    }

    private readonly record struct Leg(double Start, double Before, double Rate, double Slope);
}
