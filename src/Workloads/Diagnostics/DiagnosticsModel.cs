namespace Gauntlet.Workloads.Diagnostics;

/// <summary>What bounds a collection, and what must not be in it.</summary>
public sealed record DiagnosticsOptions
{
    /// <summary>How long the cluster is asked.</summary>
    /// <value>60 s.</value>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How much the folder may hold in the end, in bytes.</summary>
    /// <value>20,000,000.</value>
    public long MostBytes { get; init; } = 20_000_000;

    /// <summary>The only namespaces that are looked into; null for all, which fits no cluster but one of the run's own.</summary>
    public IReadOnlyCollection<string>? Namespaces { get; init; }

    /// <summary>Values that are removed wherever they stand: tokens that this process knows.</summary>
    public IReadOnlyCollection<string> Secrets { get; init; } = [];

    /// <summary>The command that repeats the run; written into the folder.</summary>
    public string? Repeat { get; init; }
}

/// <summary>What was collected.</summary>
/// <param name="FirstCause">The first cause first; a few lines, foreign text.</param>
/// <param name="Missing">What was unavailable, each with its reason.</param>
public sealed record DiagnosticsReport(IReadOnlyList<string> FirstCause, IReadOnlyList<string> Missing);

/// <summary>What a sealed folder holds.</summary>
/// <param name="Files">How many files, with the index.</param>
/// <param name="Bytes">Their size.</param>
/// <param name="Cut">What was shortened or left out, each with its reason.</param>
public sealed record EvidenceSummary(int Files, long Bytes, IReadOnlyList<string> Cut);
