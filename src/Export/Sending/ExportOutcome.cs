namespace Gauntlet.Export.Sending;

/// <summary>What became of an export.</summary>
/// <param name="Series">How many there were.</param>
/// <param name="Problem">What was not taken, by whom and why, in a sentence or two; null where all was taken.</param>
/// <param name="Remedy">What to do about it; null where there is no problem.</param>
public sealed record ExportOutcome(int Series, string? Problem = null, string? Remedy = null);
