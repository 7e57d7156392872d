namespace Gauntlet.LoadGenerator.Engines;

/// <summary>What a plan may ask of an engine beyond requests over plain HTTP/1.1.</summary>
[Flags]
public enum EngineAbilities
{
    /// <summary>Nothing of it.</summary>
    None = 0,

    /// <summary>Arrivals that do not wait for answers.</summary>
    OpenModel = 1 << 0,

    /// <summary>The next request of a connection follows the answer before it.</summary>
    ClosedModel = 1 << 1,

    /// <summary>Exponential gaps between arrivals.</summary>
    Poisson = 1 << 2,

    /// <summary>Rates that change along a ramp.</summary>
    Stages = 1 << 3,

    /// <summary>A warm-up of a number of requests.</summary>
    CountedWarmUp = 1 << 4,

    /// <summary>A number of requests after which a connection is closed.</summary>
    LimitedReuse = 1 << 5,

    /// <summary>A number of threads that the plan sets.</summary>
    Threads = 1 << 6,

    /// <summary>Routes over TLS.</summary>
    Https = 1 << 7,

    /// <summary>HTTP/2.</summary>
    Http2 = 1 << 8,
}
