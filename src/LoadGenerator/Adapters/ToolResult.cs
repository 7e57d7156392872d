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
internal sealed record ToolResult(IReadOnlyList<ToolSample> Samples, long Dropped, TimeSpan Measured)
{
    /// <summary>
    /// As many samples as there were requests, out of a distribution that a tool reports only in sum: the value at the middle of each rank.
    /// </summary>
    public static IEnumerable<ToolSample> Spread(IReadOnlyList<(double Quantile, double Microseconds)> points, long requests, double seconds)
    {
        var next = 0;
        for (var k = 0L; k < requests; k++)
        {
            var quantile = (k + 0.5) / requests;
            while (next < points.Count - 1 && points[next].Quantile < quantile)
            {
                next++;
            }

            yield return new ToolSample(0, (int)(seconds * quantile), (long)Math.Round(points[next].Microseconds), Outcome.Success);
        }
    }
}
