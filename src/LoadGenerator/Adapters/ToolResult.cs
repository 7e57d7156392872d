using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Adapters;

/// <summary>One request as a tool reported it.</summary>
/// <param name="Route">Route number.</param>
/// <param name="Second">Whole seconds from the start of the measured part to that of the request.</param>
/// <param name="Microseconds">Service time: no tool tells when a request was due.</param>
/// <param name="Outcome">How it ended.</param>
internal readonly record struct ToolSample(int Route, int Second, long Microseconds, Outcome Outcome);

/// <summary>What a tool measured.</summary>
/// <param name="Samples">Its requests.</param>
/// <param name="Dropped">Requests that it had due and did not send.</param>
/// <param name="Measured">Length of its run.</param>
internal sealed record ToolResult(IReadOnlyList<ToolSample> Samples, long Dropped, TimeSpan Measured)
{
    /// <summary>The samples of requests that tell when they began.</summary>
    /// <param name="requests">All requests of the run.</param>
    /// <param name="dropped">As the tool counts them.</param>
    /// <param name="length">The plan's; null where the run lasts from its first request to the end of its last.</param>
    public static ToolResult Of(IReadOnlyList<ToolRequest> requests, long dropped, TimeSpan? length)
    {
        if (requests.Count == 0)
        {
            return new ToolResult([], dropped, length ?? TimeSpan.Zero);
        }

        var first = requests.Min(request => request.Began);
        var lastBegan = requests.Max(request => request.Began) - first;
        var measured = length is not { } planned ? requests.Max(request => request.Began + request.Took) - first : lastBegan > planned ? lastBegan : planned;
        return new ToolResult(
            [.. requests.Select(
                request => new ToolSample(request.Route, (int)(request.Began - first).TotalSeconds, (long)request.Took.TotalMicroseconds, request.Outcome))],
            dropped,
            measured);
    }
}

/// <summary>One request that a tool tells the time of.</summary>
internal readonly record struct ToolRequest(int Route, DateTimeOffset Began, TimeSpan Took, Outcome Outcome);
