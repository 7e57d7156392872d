namespace Gauntlet.Build.Stages.LoadTest;

/// <summary>What became of the series of a load.</summary>
/// <param name="Format">As in <c>--export</c>.</param>
/// <param name="Url">The receiver.</param>
/// <param name="Series">How many there were.</param>
/// <param name="Problem">What was not taken, by whom and why, and what to do about it; null where all was taken.</param>
public sealed record ExportResult(string Format, string Url, int Series, string? Problem = null);
