namespace Gauntlet.Metrics.Model;

/// <summary>What someone needs to know, and to type, to repeat a run. Texts may come from outside (branch names): renderers escape all of them.</summary>
public sealed record RunHeader
{
    /// <summary>The run's id.</summary>
    public required string RunId { get; init; }

    /// <summary>The commit that was judged; null where it is not known.</summary>
    public string? Commit { get; init; }

    /// <summary>The branch, of a pull request its own; null where it is not known.</summary>
    public string? Ref { get; init; }

    /// <summary>Start of the run.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>"kind", "embedded" or "existing".</summary>
    public required string Cluster { get; init; }

    /// <summary>One line that says what about the cluster is simulated; null for a real one.</summary>
    public string? ClusterNotice { get; init; }

    /// <summary>Operating system, processors, memory and what else describes the machine.</summary>
    public IReadOnlyDictionary<string, string> Machine { get; init; } = new Dictionary<string, string>();

    /// <summary>Versions by tool.</summary>
    public IReadOnlyDictionary<string, string> Versions { get; init; } = new Dictionary<string, string>();

    /// <summary>Options that differ from or equal their defaults, by name; no secrets.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>Packages that a stand-in of this repository replaces.</summary>
    public IReadOnlyList<string> StandIns { get; init; } = [];

    /// <summary>The exact command that repeats the run, seed included.</summary>
    public required string Command { get; init; }
}
