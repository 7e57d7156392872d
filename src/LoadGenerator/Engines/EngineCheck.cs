namespace Gauntlet.LoadGenerator.Engines;

/// <summary>Holds a plan against what its engine can do.</summary>
internal static class EngineCheck
{
    public static IEnumerable<string> Problems(ILoadEngine engine, LoadOptions options, IReadOnlyList<LoadRoute> routes)
    {
        var isOpen = options.Model == LoadModel.Open;
        (bool Asked, EngineAbilities Ability, string Words)[] demands =
        [
            (isOpen, EngineAbilities.OpenModel, "open model"),
            (!isOpen, EngineAbilities.ClosedModel, "closed model"),
            (isOpen && options.Arrivals == ArrivalProcess.Poisson, EngineAbilities.Poisson, "Poisson arrivals"),
            (options.Stages.Count > 0, EngineAbilities.Stages, "stages"),
            (options.WarmUp.Requests > 0, EngineAbilities.CountedWarmUp, "warm-up by a number of requests"),
            (options.Reuse != ReusePolicy.Always && options.Reuse != ReusePolicy.Never, EngineAbilities.LimitedReuse, "number of requests per connection"),
            (options.Threads is not null, EngineAbilities.Threads, "number of threads to set"),
            (routes.Any(route => route.IsTls), EngineAbilities.Https, "https"),
            (options.Http2, EngineAbilities.Http2, "HTTP/2"),
        ];
        return demands.Where(demand => demand.Asked && !engine.Abilities.HasFlag(demand.Ability))
            .Select(demand => $"the engine {engine.Name} has no {demand.Words}")
            .Concat(engine.Check(options, routes));
    }
}
