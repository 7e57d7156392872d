using System.Text.Json.Serialization;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.Metrics.Model;

/// <summary>
/// Figures of a set of requests. The response time covers every request that was due and ended or was given up because of the server, failed ones
/// too: a timeout counts at its deadline, one that was never sent at the time it waited. The service time covers those that were sent.
/// </summary>
public record GroupMetrics
{
    /// <summary>Requests that were sent and ended.</summary>
    public required long Requests { get; init; }

    /// <summary>Requests that succeeded.</summary>
    public required long Successes { get; init; }

    /// <summary>Requests that were sent and failed.</summary>
    public required long Failures { get; init; }

    /// <summary>Ended requests per second of the measured part.</summary>
    public required double RequestsPerSecond { get; init; }

    /// <summary>Share of successes in <see cref="Due"/>; null without one.</summary>
    public Rate? SuccessRate { get; init; }

    /// <summary>Counts by kind of failure; kinds that did not occur are absent.</summary>
    public required IReadOnlyDictionary<string, long> FailuresByKind { get; init; }

    /// <summary>Requests that were due and never sent, by cause; causes that did not occur are absent.</summary>
    public IReadOnlyDictionary<string, long> DroppedByCause { get; init; } = new Dictionary<string, long>();

    /// <summary>Requests that were due and never sent because the server kept every connection busy: errors as much as those that failed.</summary>
    [JsonIgnore]
    public long Unsent => Dropped(DropCause.ServerBusy);

    /// <summary>What the server had to answer: all that ended, and what was never sent because of it.</summary>
    [JsonIgnore]
    public long Due => Requests + Unsent;

    /// <summary>What was due and got no right answer because of the server.</summary>
    [JsonIgnore]
    public long Errors => Failures + Unsent;

    /// <summary>From the intended start to the end; null without a request.</summary>
    public LatencyMetrics? Response { get; init; }

    /// <summary>From the actual start to the end; null without a request.</summary>
    public LatencyMetrics? Service { get; init; }

    /// <summary>Requests that were due and never sent for one cause.</summary>
    public long Dropped(DropCause cause) => DroppedByCause.GetValueOrDefault(DropCauses.NameOf(cause));
}

/// <summary>Figures of one route.</summary>
public sealed record RouteMetrics : GroupMetrics
{
    /// <summary>The route's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its response times over the run; empty where it is the only route, and where they were recorded in blocks of several seconds.</summary>
    public IReadOnlyList<RouteSecond> Seconds { get; init; } = [];
}

/// <summary>One second of one route, in the manner of <see cref="SecondMetrics"/>.</summary>
/// <param name="Second">From the start of the measured part.</param>
/// <param name="P50">Median response time, milliseconds.</param>
/// <param name="P95">95th percentile.</param>
/// <param name="Max">Largest; null without a request.</param>
public sealed record RouteSecond(int Second, double? P50, double? P95, double? Max);

/// <summary>A proportion with its 95 % Wilson interval, all 0..1.</summary>
/// <param name="Value">The proportion.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public sealed record Rate(double Value, double Low, double High);

/// <summary>Latencies in milliseconds.</summary>
public sealed record LatencyMetrics
{
    /// <summary>Samples, at least one.</summary>
    public required long Samples { get; init; }

    /// <summary>Smallest.</summary>
    public required double Min { get; init; }

    /// <summary>Arithmetic mean.</summary>
    public required double Average { get; init; }

    /// <summary>Largest.</summary>
    public required double Max { get; init; }

    /// <summary>Samples above 60 s, recorded as 60 s.</summary>
    public long OutOfRange { get; init; }

    /// <summary>True for a figure that is no more than the least it can be: some of what it is made of was above 60 s.</summary>
    public bool IsAtLeast(double milliseconds) => OutOfRange > 0 && milliseconds >= Recorder.HighestMicroseconds / 1000.0;

    /// <summary>Percentiles, ascending.</summary>
    public required IReadOnlyList<PercentileValue> Percentiles { get; init; }

    /// <summary>The entry of a percentile (99.9m); null when the document has none.</summary>
    public PercentileValue? At(decimal percentile) => Percentiles.FirstOrDefault(p => p.Percentile == percentile);
}

/// <summary>One percentile in milliseconds.</summary>
/// <param name="Percentile">In (0, 100).</param>
/// <param name="Value">The value; null when fewer than <paramref name="Needs"/> samples were recorded.</param>
/// <param name="Low">Lower end of the 95 % interval; null where there is none.</param>
/// <param name="High">Upper end.</param>
/// <param name="Needs">Fewest samples: n (1 - p) >= 10.</param>
public sealed record PercentileValue(decimal Percentile, double? Value, double? Low, double? High, long Needs)
{
    /// <summary>The least that it was, had all answers that a generator read late been fast; null where it read none late.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Sure { get; init; }
}

/// <summary>One second. Percentiles come from coarse histograms (1.6 %), carry no interval, and are null where the second has too few samples.</summary>
/// <param name="Second">From the start of the measured part; a request belongs to the second of its intended start.</param>
/// <param name="Requests">Requests that ended.</param>
/// <param name="Failures">Of these, failed.</param>
/// <param name="P50">Median response time, milliseconds.</param>
/// <param name="P95">95th percentile.</param>
/// <param name="P99">99th percentile.</param>
/// <param name="Max">Largest; null without a request.</param>
/// <param name="FailuresByKind">Counts by kind; kinds that did not occur are absent.</param>
public sealed record SecondMetrics(
    int Second, long Requests, long Failures, double? P50, double? P95, double? P99, double? Max, IReadOnlyDictionary<string, long> FailuresByKind);

/// <summary>A bar of the distribution: response times above <paramref name="From"/> up to <paramref name="To"/>, milliseconds.</summary>
/// <param name="From">Lower edge, excluded.</param>
/// <param name="To">Upper edge, included.</param>
/// <param name="Count">Requests.</param>
/// <param name="Timeouts">Of these, ended by the deadline of a request.</param>
public sealed record DistributionBar(double From, double To, long Count, long Timeouts);

/// <summary>A point of the percentile curve, milliseconds.</summary>
/// <param name="Percentile">In (0, 100).</param>
/// <param name="Response">From the intended start.</param>
/// <param name="Service">From the actual start.</param>
public sealed record CurvePoint(decimal Percentile, double Response, double Service);
