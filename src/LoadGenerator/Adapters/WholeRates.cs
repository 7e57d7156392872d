namespace Gauntlet.LoadGenerator.Adapters;

/// <summary>Rates as tools take them, whole numbers of requests in a span of time: 0.4/s is 4 in 10 s.</summary>
/// <param name="Counts">One for each rate.</param>
/// <param name="Seconds">The span.</param>
internal sealed record WholeRates(IReadOnlyList<long> Counts, int Seconds)
{
    /// <summary>Null where a rate has more than three decimals.</summary>
    public static WholeRates? Of(IEnumerable<double> rates)
    {
        var exact = rates.Select(rate => (decimal)rate).ToList();
        for (var seconds = 1; seconds <= 1_000; seconds *= 10)
        {
            if (exact.TrueForAll(rate => rate * seconds % 1 == 0))
            {
                return new WholeRates([.. exact.Select(rate => (long)(rate * seconds))], seconds);
            }
        }

        return null;
    }

    /// <summary>Those of a plan: its rate, or those at the ends of its stages.</summary>
    public static WholeRates? Of(LoadOptions options) => Of(options.Stages.Count > 0 ? options.Stages.Select(stage => stage.Rate) : [options.Rate]);

    /// <summary>What keeps a tool from following the rates of a plan.</summary>
    public static IEnumerable<string> Problems(string engine, LoadOptions options) =>
        options.Model == LoadModel.Open && Of(options) is null ? [$"the engine {engine} takes rates of at most three decimals"] : [];
}
