namespace Gauntlet.LoadGenerator.Planning;

/// <summary>What to request and when: pure functions of the options, the routes and the seed.</summary>
internal sealed class LoadPlan
{
    private readonly AliasTable _routes;
    private readonly CounterRandom _choice;
    private readonly CounterRandom _gap;
    private readonly CounterRandom _warmUpChoice;

    public LoadPlan(LoadOptions options, IReadOnlyList<LoadRoute> routes)
    {
        _routes = new AliasTable([.. routes.Select(route => route.Weight)]);
        _choice = new CounterRandom(options.Seed, 0);
        _gap = new CounterRandom(options.Seed, 1);
        _warmUpChoice = new CounterRandom(options.Seed, 2);
        Arrivals = options.Arrivals;
        Measured = options.Stages.Count > 0 ? RateCurve.Ramp(options.Stages) : RateCurve.Constant(options.Rate, options.Duration);

        // A ramp begins at 0, which warms nothing up: its first target does.
        var rate = options.Stages.Count > 0 ? options.Stages[0].Rate : options.Rate;
        var length = options.WarmUp.Requests > 0 && rate > 0 ? TimeSpan.FromSeconds(options.WarmUp.Requests / rate) : options.WarmUp.Duration;
        WarmUp = rate > 0 && length > TimeSpan.Zero ? RateCurve.Constant(rate, length) : null;
    }

    public ArrivalProcess Arrivals { get; }

    /// <summary>The rate of the measured part (open model).</summary>
    public RateCurve Measured { get; }

    /// <summary>The rate of the warm-up (open model); null without one.</summary>
    public RateCurve? WarmUp { get; }

    public int Route(long i) => _routes.Pick(_choice.Bits(i));

    public int WarmUpRoute(long i) => _routes.Pick(_warmUpChoice.Bits(i));

    /// <summary>Gap between arrivals i-1 and i where the rate is 1.</summary>
    public double Gap(long i) => Arrivals == ArrivalProcess.Poisson ? _gap.Exponential(i) : i == 0 ? 0 : 1;
}
