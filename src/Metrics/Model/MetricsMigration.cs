using System.Text.Json.Nodes;
using Gauntlet.Metrics.Statistics;

namespace Gauntlet.Metrics.Model;

/// <summary>
/// Brings documents of version 1 to the current one. Version 1 had no intervals: success rates were plain numbers and there was no confidence section.
/// Wilson's interval follows from the counts; those of percentiles need the samples and stay unknown.
/// </summary>
internal static class MetricsMigration
{
    public static JsonObject FromVersion1(JsonObject root)
    {
        var migrated = root.DeepClone().AsObject();
        migrated["schemaVersion"] = MetricsDocument.CurrentSchemaVersion;
        migrated["confidence"] = null;
        var groups = (migrated["routes"] as JsonArray ?? []).Prepend(migrated["overall"]).OfType<JsonObject>();
        foreach (var group in groups)
        {
            group["successRate"] = Rate((long?)group["successes"] ?? 0, (long?)group["requests"] ?? 0);
            AddIntervals(group["response"]);
            AddIntervals(group["service"]);
        }

        AddIntervals(migrated["lag"]);
        return migrated;
    }

    private static JsonObject? Rate(long successes, long requests) => Wilson.Interval(Math.Min(successes, requests), requests) is { } interval
        ? new JsonObject { ["value"] = (double)successes / requests, ["low"] = interval.Low, ["high"] = interval.High }
        : null;

    private static void AddIntervals(JsonNode? latency)
    {
        foreach (var percentile in (latency?["percentiles"] as JsonArray ?? []).OfType<JsonObject>())
        {
            percentile["low"] = null;
            percentile["high"] = null;
        }
    }
}
