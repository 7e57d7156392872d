using Gauntlet.Metrics.Model;

namespace Gauntlet.Reports;

/// <summary>Everything a report shows. Every text may come from outside (pod logs, branch names): renderers trust none of it.</summary>
public sealed record ReportModel
{
    /// <summary>The run's verdict.</summary>
    public required ReportVerdict Verdict { get; init; }

    /// <summary>Why, the weightiest first.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>The run.</summary>
    public required RunHeader Header { get; init; }

    /// <summary>The stages, in their order.</summary>
    public required IReadOnlyList<ReportStage> Stages { get; init; }

    /// <summary>What went wrong first: a few lines; empty when nothing did.</summary>
    public IReadOnlyList<string> FirstCause { get; init; } = [];

    /// <summary>Lines of logs and events behind the first cause.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>The figures; null when no load ran.</summary>
    public MetricsDocument? Metrics { get; init; }

    /// <summary>The thresholds; empty when no load ran.</summary>
    public IReadOnlyList<ThresholdResult> Thresholds { get; init; } = [];

    /// <summary>The security scan; null when none ran.</summary>
    public ScanSummary? Scan { get; init; }

    /// <summary>What a reader has to know: simulated, skipped, estimated.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Names of the files that were kept.</summary>
    public IReadOnlyList<string> Artifacts { get; init; } = [];

    /// <summary>Figures of an earlier run; null where there is none.</summary>
    public EarlierRun? Baseline { get; init; }
}

/// <summary>The verdicts of a run.</summary>
public enum ReportVerdict
{
    /// <summary>Everything that was asked for holds.</summary>
    Pass,

    /// <summary>The change is at fault.</summary>
    Fail,

    /// <summary>An option, a manifest or a file is wrong.</summary>
    Usage,

    /// <summary>The cluster, a tool or the network failed, or a deadline passed: the run says nothing about the change.</summary>
    Infrastructure,

    /// <summary>The run says neither.</summary>
    Inconclusive,
}

/// <summary>One stage.</summary>
/// <param name="Name">Its target.</param>
/// <param name="Status">"passed", "failed", "skipped" or "not run".</param>
/// <param name="Duration">How long it took; null when it did not run.</param>
/// <param name="Summary">What it did, in one line.</param>
/// <param name="Reason">Why it failed or was skipped; null otherwise.</param>
public sealed record ReportStage(string Name, string Status, TimeSpan? Duration, string? Summary, string? Reason = null);

/// <summary>Findings of the security scan.</summary>
/// <param name="Scanner">Name and version.</param>
/// <param name="BySeverity">Counts by severity, the worst first.</param>
public sealed record ScanSummary(string Scanner, IReadOnlyList<KeyValuePair<string, int>> BySeverity);
