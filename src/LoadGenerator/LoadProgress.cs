namespace Gauntlet.LoadGenerator;

/// <summary>Where a run stands.</summary>
/// <param name="Elapsed">Since the start of the warm-up, or of the measured part once that has begun.</param>
/// <param name="IsWarmUp">True before the measured part.</param>
/// <param name="AchievedRate">Requests per second since the report before: those that ended, and in the warm-up those that were begun.</param>
/// <param name="P99">99th percentile of the response time so far, to about 1.6 %; null without a sample.</param>
/// <param name="Completed">Requests of the measured part that succeeded.</param>
/// <param name="Failures">Requests of the measured part that failed.</param>
public readonly record struct LoadProgress(TimeSpan Elapsed, bool IsWarmUp, double AchievedRate, TimeSpan? P99, long Completed, long Failures);
