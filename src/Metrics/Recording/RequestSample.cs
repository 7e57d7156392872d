namespace Gauntlet.Metrics.Recording;

/// <summary>One request of the measured part.</summary>
/// <param name="Due">When it was due, from the start of the measured part.</param>
/// <param name="Response">From then to its end.</param>
/// <param name="Route">Route number.</param>
/// <param name="Outcome">How it ended; null for one that was never sent because the server kept every connection busy.</param>
public readonly record struct RequestSample(TimeSpan Due, TimeSpan Response, int Route, Outcome? Outcome);
