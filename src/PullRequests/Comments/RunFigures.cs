using System.Text.Json.Serialization;
using Gauntlet.PullRequests.Context;

namespace Gauntlet.PullRequests.Comments;

/// <summary>One run in a few numbers: it rides in the comment's hidden marker, so that the next run can say what changed.</summary>
public sealed record RunFigures
{
    /// <summary>Commit that was tested.</summary>
    [JsonPropertyName("sha")]
    public required string Sha { get; init; }

    /// <summary>GitHub's id of the workflow run.</summary>
    [JsonPropertyName("run")]
    public required long RunId { get; init; }

    /// <summary>Attempt of that run, from 1.</summary>
    [JsonPropertyName("attempt")]
    public required int Attempt { get; init; }

    /// <summary>The run's verdict: pass, fail, usage, infrastructure or inconclusive.</summary>
    [JsonPropertyName("verdict")]
    public required string Verdict { get; init; }

    /// <summary>Median response time, milliseconds; null where the sample does not support it.</summary>
    [JsonPropertyName("p50")]
    public double? P50 { get; init; }

    /// <summary>95th percentile of the response time, milliseconds.</summary>
    [JsonPropertyName("p95")]
    public double? P95 { get; init; }

    /// <summary>99th percentile of the response time, milliseconds.</summary>
    [JsonPropertyName("p99")]
    public double? P99 { get; init; }

    /// <summary>Requests per second achieved.</summary>
    [JsonPropertyName("rps")]
    public double? Rps { get; init; }

    /// <summary>Share of requests that succeeded, 0 to 1.</summary>
    [JsonPropertyName("success")]
    public double? Success { get; init; }

    /// <summary>The run these figures belong to.</summary>
    [JsonIgnore]
    public RunIdentity Run => new(RunId, Attempt);
}
