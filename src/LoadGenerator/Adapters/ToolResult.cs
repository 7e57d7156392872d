using Gauntlet.Metrics.Recording;

namespace Gauntlet.LoadGenerator.Adapters;

/// <summary>One request as another tool reported it.</summary>
/// <param name="Route">Route number.</param>
/// <param name="Second">Whole seconds from the start of the measured part.</param>
/// <param name="Microseconds">Service time: no tool tells when a request was due.</param>
/// <param name="Outcome">How it ended.</param>
internal readonly record struct ToolSample(int Route, int Second, long Microseconds, Outcome Outcome);

/// <summary>What another tool measured.</summary>
/// <param name="Samples">Its requests.</param>
/// <param name="Dropped">Requests that it had due and did not send.</param>
/// <param name="Measured">Length of its run.</param>
internal sealed record ToolResult(IReadOnlyList<ToolSample> Samples, long Dropped, TimeSpan Measured);
