namespace Gauntlet.Build.Stages.ScanSecurity;

/// <summary>Findings of the scan by severity.</summary>
public sealed record ScanResult(string Scanner, IReadOnlyDictionary<string, int> Counts);
