using System.Globalization;

namespace Gauntlet.EmbeddedCluster.Client;

/// <summary>
/// The faults that were asked for, on the command line for all pods or by a pod's <c>gauntlet/fault</c> annotation. The host refuses what the cluster would.
/// </summary>
public sealed record FaultSet
{
    /// <summary>The annotation of a pod that has faults of its own.</summary>
    public const string Annotation = "gauntlet/fault";

    /// <summary>The annotation of a pod that stands still for as long as it is "true".</summary>
    public const string Frozen = "gauntlet/frozen";

    /// <summary>The reason of the event of a pod that begins to stand still.</summary>
    public const string FrozenReason = "Frozen";

    /// <summary>The reason of the event of one that goes on.</summary>
    public const string ThawedReason = "Thawed";

    /// <summary>How each fault is written.</summary>
    public const string Known = "slow-pull=<seconds>s, crash-loop, never-ready, unschedulable, node-not-ready=<node>";

    /// <summary>No fault.</summary>
    public static FaultSet None { get; } = new();

    /// <summary>How long each image takes to be pulled.</summary>
    public TimeSpan SlowPull { get; init; }

    /// <summary>Whether each container ends soon after its start.</summary>
    public bool CrashLoop { get; init; }

    /// <summary>Whether no readiness probe succeeds.</summary>
    public bool NeverReady { get; init; }

    /// <summary>Whether no pod is given a node.</summary>
    public bool Unschedulable { get; init; }

    /// <summary>The nodes that report that they are not ready.</summary>
    public IReadOnlyList<string> NotReadyNodes { get; init; } = [];

    /// <summary>Reads faults as they are written on the command line.</summary>
    /// <exception cref="FormatException">One is unknown; the message names those that exist.</exception>
    public static FaultSet Parse(IEnumerable<string> specifications) => specifications.Aggregate(None, (set, text) => text.Trim().Split('=', 2) switch
    {
        ["slow-pull", var span] when double.TryParse(span.TrimEnd('s'), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            && seconds is >= 0 and <= 3600 =>
            set with { SlowPull = TimeSpan.FromSeconds(seconds) },
        ["crash-loop"] => set with { CrashLoop = true },
        ["never-ready"] => set with { NeverReady = true },
        ["unschedulable"] => set with { Unschedulable = true },
        ["node-not-ready", { Length: > 0 } node] => set with { NotReadyNodes = [.. set.NotReadyNodes, node] },
        _ => throw new FormatException($"Unknown fault '{text}'; known are: {Known}."),
    });
}
