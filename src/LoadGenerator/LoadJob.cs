using Gauntlet.LoadGenerator.Engines;

namespace Gauntlet.LoadGenerator;

/// <summary>One load to run.</summary>
/// <param name="Options">How to load.</param>
/// <param name="Routes">What to request; at least one.</param>
/// <param name="Target">Where every connection goes.</param>
public sealed record LoadJob(LoadOptions Options, IReadOnlyList<LoadRoute> Routes, LoadTarget Target)
{
    /// <value>Told twice a second by an engine of ours; null.</value>
    public IProgress<LoadProgress>? Progress { get; init; }

    /// <value>Gets the first 1,000 failures as JSON lines, from an engine of ours; left open; null.</value>
    public Stream? Failures { get; init; }

    /// <value>Whether an engine of ours hands over every request: 32 bytes each.</value>
    public bool KeepsRequests { get; init; }

    /// <value>Starts the tool of an engine that needs one; null.</value>
    public IToolRunner? Tools { get; init; }
}
