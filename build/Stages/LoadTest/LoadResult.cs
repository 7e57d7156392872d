using Gauntlet.Metrics.Model;

namespace Gauntlet.Build.Stages.LoadTest;

/// <summary>The headline of the load test; all of it is in metrics.json.</summary>
/// <param name="P95">Response time in milliseconds; null where the sample does not support it.</param>
public sealed record LoadResult(
    ulong Seed, string Engine, long Requests, double? RequestsPerSecond, double? SuccessRate, double? P50, double? P95, double? P99,
    IReadOnlyList<string> Thresholds)
    : Headline(P50, P95, P99, RequestsPerSecond, SuccessRate)
{
    /// <summary>The run before it in the history; null where none is kept.</summary>
    public HistoryEntry? Before { get; init; }

    /// <summary>What became of its series; null where they were to go nowhere.</summary>
    public ExportResult? Export { get; init; }
}
