using Gauntlet.Build.Load;

namespace Gauntlet.Build.State;

/// <summary>What Validate found: the tools of this run, and what is to be deployed.</summary>
/// <param name="ClusterKind">kind, embedded or existing; auto is resolved.</param>
/// <param name="ClusterNote">Why auto chose it; null when it was asked for.</param>
public sealed record ValidationResult(string ClusterKind, string? ClusterNote, IReadOnlyList<ToolRecord> Tools, int Objects, IReadOnlyList<string> Routes, IReadOnlyList<string> Warnings);

/// <summary>A tool of this run.</summary>
/// <param name="Source">path, cache or download.</param>
public sealed record ToolRecord(string Name, string Path, string Version, string Source);

/// <summary>Counts of the test suite.</summary>
/// <param name="FailedTests">Names of the first failed tests.</param>
public sealed record TestResult(int Passed, int Failed, int Skipped, IReadOnlyList<string> FailedTests);

/// <summary>How the cluster of this run is reached. Paths are relative to artifacts/ unless rooted.</summary>
/// <param name="Simulated">What is simulated, in one plain line; null on a real cluster.</param>
public sealed record ClusterResult(
    string Kind, string Name, string Kubeconfig, string Context, string Ingress, string? IngressHttps, IReadOnlyList<string> Nodes, string? NodeImage, string ServerVersion, string? Simulated);

/// <summary>What was applied.</summary>
/// <param name="AppliedBy">"kubectl v1.35.8" or "API client".</param>
public sealed record DeployResult(IReadOnlyList<string> Objects, IReadOnlyList<string> Images, string AppliedBy);

/// <summary>How long each phase of becoming healthy took.</summary>
public sealed record HealthResult(IReadOnlyList<PhaseTime> Phases, IReadOnlyList<string> Routes, IReadOnlyList<string> Notes);

/// <summary>One phase of the health check; <paramref name="Offset"/> is from the start of the stage.</summary>
public sealed record PhaseTime(string Name, TimeSpan Offset, TimeSpan Duration);

/// <summary>The headline of the load test; all of it is in metrics.json.</summary>
/// <param name="P95">Response time in milliseconds; null where the sample does not support it.</param>
public sealed record LoadResult(ulong Seed, string Engine, long Requests, double? RequestsPerSecond, double? SuccessRate, double? P50, double? P95, double? P99, IReadOnlyList<string> Thresholds)
{
    /// <summary>The run before it in the history; null where none is kept.</summary>
    public HistoryEntry? Before { get; init; }
}

/// <summary>Findings of the scan by severity.</summary>
public sealed record ScanResult(string Scanner, IReadOnlyDictionary<string, int> Counts);

/// <summary>Where the evidence is, and its first lines.</summary>
public sealed record DiagnosticsResult(string Folder, int Files, long Bytes, IReadOnlyList<string> FirstCause);

/// <summary>What became of the comment.</summary>
/// <param name="Action">posted, updated, unchanged or printed.</param>
public sealed record CommentResult(string Action, string? Url);

/// <summary>What the teardown removed.</summary>
public sealed record TeardownResult(IReadOnlyList<string> Removed);
