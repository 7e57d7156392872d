using Gauntlet.Metrics.Model;

namespace Gauntlet.Reports;

/// <summary>A report before anybody writes it. Every text in it may come from outside (pod logs, branch names): writers trust none of it.</summary>
public sealed record Document
{
    /// <summary>The run's id.</summary>
    public required string Run { get; init; }

    /// <summary>Which of several reports on the same change it is; null where there is but one.</summary>
    public string? Scope { get; init; }

    /// <summary>The page of the run; null where it has none.</summary>
    public Uri? Address { get; init; }

    /// <summary>Where its files are; null where they are nowhere but here.</summary>
    public Uri? Files { get; init; }

    /// <summary>What the run says about the change; null where it says nothing of it.</summary>
    public required CheckOutcome? Outcome { get; init; }

    /// <summary>The same in words.</summary>
    public required string Verdict { get; init; }

    /// <summary>What that means for the change, in a sentence.</summary>
    public string Meaning { get; init; } = "";

    /// <summary>Why, the weightiest first.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>What was measured, in one line; null where nothing was.</summary>
    public string? Headline { get; init; }

    /// <summary>What is new since the run before on the same change, or that nothing is; null where there was none.</summary>
    public string? Since { get; init; }

    /// <summary>What was judged, where and when, in a few words each.</summary>
    public IReadOnlyList<string> Origin { get; init; } = [];

    /// <summary>What a reader has to know: simulated, skipped, estimated.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The rest, the most important first.</summary>
    public required IReadOnlyList<Section> Sections { get; init; }

    /// <summary>What was checked, for machines.</summary>
    public IReadOnlyList<Check> Checks { get; init; } = [];

    /// <summary>What was measured, for machines.</summary>
    public IReadOnlyList<Series> Series { get; init; } = [];
}

/// <summary>What one stage adds to the reports of its run.</summary>
public sealed record ReportPart
{
    /// <summary>What it has to show.</summary>
    public IReadOnlyList<Section> Sections { get; init; } = [];

    /// <summary>The line below the verdict; null where it has none.</summary>
    public string? Headline { get; init; }

    /// <summary>Figures that have changed since the run before on the same change, in a few words each; null where it cannot be told.</summary>
    public IReadOnlyList<string>? Changes { get; init; }

    /// <summary>What has to be known to read it.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What describes how it was done, by name.</summary>
    public IReadOnlyList<(string Name, string Value)> Facts { get; init; } = [];

    /// <summary>What it has checked.</summary>
    public IReadOnlyList<Check> Checks { get; init; } = [];

    /// <summary>What it has measured.</summary>
    public IReadOnlyList<Series> Series { get; init; } = [];

    /// <summary>The seed that repeats it; null where nothing was drawn.</summary>
    public ulong? Seed { get; init; }

    /// <summary>The run as it was when this was measured; null where that is not known.</summary>
    public RunHeader? Header { get; init; }
}

/// <summary>A check as test reports have them.</summary>
/// <param name="Suite">What it belongs to.</param>
/// <param name="Name">Its name.</param>
/// <param name="Outcome">Null where it was left out.</param>
/// <param name="Reason">What it found.</param>
/// <param name="Duration">How long it took; null where that says nothing.</param>
public sealed record Check(string Suite, string Name, CheckOutcome? Outcome, string Reason, TimeSpan? Duration = null);

/// <summary>A figure with its labels, in base units.</summary>
/// <param name="Name">In Prometheus' form.</param>
/// <param name="Help">What it is.</param>
/// <param name="Samples">What was not measured has none.</param>
public sealed record Series(string Name, string Help, IEnumerable<Sample> Samples);

/// <summary>One value of a series.</summary>
/// <param name="Value">In base units: seconds, ratios.</param>
/// <param name="Labels">Their names and values.</param>
public sealed record Sample(double Value, params IReadOnlyList<(string Name, string Value)> Labels);
