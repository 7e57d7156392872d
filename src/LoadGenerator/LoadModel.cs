namespace Gauntlet.LoadGenerator;

/// <summary>What makes the next request start.</summary>
public enum LoadModel
{
    /// <summary>A schedule: arrivals do not wait for answers, and response times count from the schedule.</summary>
    Open,

    /// <summary>The answer before it, on the same connection. Latency is not free of coordinated omission.</summary>
    Closed,
}
