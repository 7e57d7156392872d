
namespace Gauntlet.LoadGenerator;

/// <summary>How to load. The same options, routes and seed are the same plan on every engine, machine and number of loops.</summary>
public sealed record LoadOptions
{
    /// <value>Open by default.</value>
    public LoadModel Model { get; init; } = LoadModel.Open;

    /// <value>Closed model: requests of the measured part; null runs for <see cref="Duration"/>.</value>
    public long? Requests { get; init; }

    /// <value>Connections, all loops together; 50.</value>
    public int Connections { get; init; } = 50;

    /// <value>Open model without stages: requests per second; 1,000.</value>
    public double Rate { get; init; } = 1_000;

    /// <value>Length of the measured part without stages; 15 s.</value>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(15);

    /// <value>Open model: constant.</value>
    public ArrivalProcess Arrivals { get; init; } = ArrivalProcess.Constant;

    /// <value>Open model: a ramp that replaces <see cref="Rate"/> and <see cref="Duration"/>; empty.</value>
    public IReadOnlyList<LoadStage> Stages { get; init; } = [];

    /// <value>3 s. In the open model it runs at <see cref="Rate"/>, or at the rate of the first stage.</value>
    public WarmUp WarmUp { get; init; } = WarmUp.For(TimeSpan.FromSeconds(3));

    /// <value>Deadline of one request, counted from its actual start; 10 s. An arrival still unsent that long after it was due is dropped.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <value>Loop threads; null is one per core in the closed model, and in the open model one per 25,000 requests/s up to that.</value>
    public int? Threads { get; init; }

    /// <value>Always.</value>
    public ReusePolicy Reuse { get; init; } = ReusePolicy.Always;

    /// <value>Seed of the plan; 1.</value>
    public ulong Seed { get; init; } = 1;

    /// <value>A name of <see cref="LoadEngines.Names"/>; auto.</value>
    public string Engine { get; init; } = LoadEngines.Auto;

    /// <value>Send HTTP/2 (portable engine only; without TLS by prior knowledge); false.</value>
    public bool Http2 { get; init; }
}
