using System.Text.Json.Serialization;

namespace Gauntlet.Metrics.Model;

/// <summary>The figures of one load run: the content of metrics.json. Latencies are milliseconds, rates are requests per second.</summary>
public sealed record MetricsDocument
{
    /// <summary>The version that is written.</summary>
    public const int CurrentSchemaVersion = 2;

    /// <summary>Version of this layout.</summary>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>The run.</summary>
    public required RunHeader Header { get; init; }

    /// <summary>What was asked of the generator.</summary>
    public required LoadSection Load { get; init; }

    /// <summary>Counts of the measured part.</summary>
    public required LoadTotals Totals { get; init; }

    /// <summary>How percentiles were computed.</summary>
    public required PercentileSection Percentiles { get; init; }

    /// <summary>How intervals were computed; null in a document of version 1.</summary>
    public ConfidenceSection? Confidence { get; init; }

    /// <summary>All routes together.</summary>
    public required GroupMetrics Overall { get; init; }

    /// <summary>One entry a route, in the plan's order.</summary>
    public required IReadOnlyList<RouteMetrics> Routes { get; init; }

    /// <summary>The routes, those of which most failed first, and of others the slowest.</summary>
    [JsonIgnore]
    public IEnumerable<RouteMetrics> WorstFirst => Routes.OrderByDescending(route => route.Due == 0 ? double.MaxValue : route.Errors / (double)route.Due)
        .ThenByDescending(route => route.Response?.At(95)?.Value).ThenByDescending(route => route.Response?.Max);

    /// <summary>One entry a second of the measured part.</summary>
    public required IReadOnlyList<SecondMetrics> Seconds { get; init; }

    /// <summary>
    /// Send lag: how late the generator itself was, from when a request was due or, if that is later, a busy server had freed a connection.
    /// Waiting for that connection is in the response time, not here. Null where nothing was recorded (the closed model).
    /// </summary>
    public LatencyMetrics? Lag { get; init; }

    /// <summary>How the thresholds of the run were found to hold; null where the version that wrote the document did not keep it.</summary>
    public IReadOnlyList<ThresholdResult>? Thresholds { get; init; }

    /// <summary>What ran beside the load and what it used; null where the version that wrote the document did not look.</summary>
    public ResourceSection? Resources { get; init; }

    /// <summary>What scaled beside the load; null where nothing was deployed that does, or the version that wrote the document did not look.</summary>
    public ScalingSection? Scaling { get; init; }

    /// <summary>What happened while the load ran, the earliest first; empty where the version that wrote the document did not keep it.</summary>
    public IReadOnlyList<Moment> Timeline { get; init; } = [];

    /// <summary>Response times in bars of equal width on a logarithmic scale; empty without samples.</summary>
    public IReadOnlyList<DistributionBar> Distribution { get; init; } = [];

    /// <summary>The percentile curve, as far as the samples support it; empty without samples.</summary>
    public IReadOnlyList<CurvePoint> Curve { get; init; } = [];
}

/// <summary>Something that happened.</summary>
/// <param name="Second">From the start of the measured part: the warm-up is below 0. What is dated by the second stands at the end of that.</param>
/// <param name="What">One sentence.</param>
public sealed record Moment(double Second, string What);

/// <summary>What was asked of the generator, and how long it ran.</summary>
public sealed record LoadSection
{
    /// <summary>"open" or "closed".</summary>
    public required string Model { get; init; }

    /// <summary>"constant" or "poisson"; null in the closed model.</summary>
    public string? Arrivals { get; init; }

    /// <summary>Requests that were due per second of the measured part; null in the closed model.</summary>
    public double? OfferedRate { get; init; }

    /// <summary>Ended requests per second of the measured part.</summary>
    public required double AchievedRate { get; init; }

    /// <summary>Connections.</summary>
    public required int Connections { get; init; }

    /// <summary>Loop threads.</summary>
    public required int? Loops { get; init; }

    /// <summary>The engine that ran.</summary>
    public required string Engine { get; init; }

    /// <summary>The plan's seed: the same seed sends the same sequence of routes. A string in JSON, whose numbers lose digits above 2^53.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)]
    public required ulong Seed { get; init; }

    /// <summary>Deadline of one request, milliseconds.</summary>
    public required double TimeoutMs { get; init; }

    /// <summary>Connection reuse.</summary>
    public required string Reuse { get; init; }

    /// <summary>Length of the measured part, seconds.</summary>
    public required double MeasuredSeconds { get; init; }

    /// <summary>Length of the warm-up, seconds; in no figure.</summary>
    public required double WarmUpSeconds { get; init; }

    /// <summary>Requests of the warm-up; in no figure.</summary>
    public required long WarmUpRequests { get; init; }

    /// <summary>Processor time of the generator per second, 1 = one core; null where it is not known.</summary>
    public double? ProcessorCores { get; init; }

    /// <summary>Share, 0..1, of the machine's processor time that the host of a virtual machine gave to others; null where it is not known.</summary>
    public double? StolenShare { get; init; }

    /// <summary>Answers that were read after the generator itself had stood still: their times may be too long by as much.</summary>
    public long LateReads { get; init; }

    /// <summary>The longest that it stood still before it read such an answer, milliseconds.</summary>
    public double LongestPauseMs { get; init; }

    /// <summary>True when the run was ended early.</summary>
    public bool Interrupted { get; init; }

    /// <summary>What the engine could not follow of the plan; null when it followed all of it.</summary>
    public string? Deviation { get; init; }
}

/// <summary>How percentiles were computed.</summary>
/// <param name="Definition">Hyndman and Fan's number: "R1".</param>
/// <param name="Source">"raw" (every sample) or "histogram".</param>
/// <param name="RawCapacity">Samples up to which raw ones are kept.</param>
/// <param name="Description">The definition in words.</param>
public sealed record PercentileSection(string Definition, string Source, int RawCapacity, string Description);

/// <summary>How intervals were computed.</summary>
/// <param name="Level">Confidence level, 0.95.</param>
/// <param name="Method">The methods in words.</param>
/// <param name="Resamples">Resamples of the block bootstrap.</param>
/// <param name="BlockSeconds">Seconds of one block.</param>
/// <param name="Blocks">Blocks of the measured part.</param>
/// <param name="Seed">Seed of the bootstrap.</param>
public sealed record ConfidenceSection(double Level, string Method, int Resamples, int BlockSeconds, int Blocks, string Seed);
