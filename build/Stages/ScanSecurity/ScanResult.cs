namespace Gauntlet.Build.Stages.ScanSecurity;

/// <summary>Findings of the scan by severity, without those that are accepted.</summary>
/// <param name="Scanner">Name and version; null where none was to be had.</param>
public sealed record ScanResult(string? Scanner, IReadOnlyDictionary<string, int> Counts)
{
    /// <summary>What became of the findings since the base; null where no base was scanned.</summary>
    public ScanComparison? Comparison { get; init; }

    /// <summary>Why there is no comparison; null where there is one.</summary>
    public string? NoBase { get; init; }

    /// <summary>When Trivy's database was made; null where that is not known.</summary>
    public DateTimeOffset? Database { get; init; }

    /// <summary>How many findings are accepted by .trivyignore.yaml.</summary>
    public int Accepted { get; init; }

    /// <summary>What is to be known of the entries of .trivyignore.yaml: expired, idle, added by the change.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The Pod Security level of each namespace that has pods.</summary>
    public IReadOnlyList<PodSecurityResult> PodSecurity { get; init; } = [];
}

/// <summary>Head against base, with one database.</summary>
/// <param name="Base">The commit of the base.</param>
/// <param name="Kept">How many findings both have, moved ones included.</param>
/// <param name="Added">What the change adds, the worst first; as many as are shown.</param>
/// <param name="Fixed">What it takes away.</param>
/// <param name="Worsened">What both have and is worse by now.</param>
public sealed record ScanComparison(
    string Base, int Kept, int Moved, IReadOnlyList<ScannedFinding> Added, IReadOnlyList<ScannedFinding> Fixed, IReadOnlyList<ScannedFinding> Worsened)
{
    /// <summary>How many there are of each, shown or not.</summary>
    public required ScanCounts Counts { get; init; }
}

/// <summary>Numbers of findings.</summary>
public sealed record ScanCounts(int Added, int Fixed, int Worsened);

/// <summary>A finding as reports show it; foreign text.</summary>
/// <param name="In">The package with its version, else the file with its line.</param>
/// <param name="FixedBy">The version without it; null where there is none.</param>
public sealed record ScannedFinding(string Severity, string Id, string In, string? FixedBy, string Title);
