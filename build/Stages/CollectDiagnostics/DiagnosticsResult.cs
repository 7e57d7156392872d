namespace Gauntlet.Build.Stages.CollectDiagnostics;

/// <summary>Where the evidence is, and its first lines.</summary>
public sealed record DiagnosticsResult(string Folder, int Files, long Bytes, IReadOnlyList<string> FirstCause);
