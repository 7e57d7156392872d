using System.Globalization;

namespace Gauntlet.EmbeddedCluster.Faults;

/// <summary>
/// The faults that were asked for, on the command line for all pods or by a pod's <c>gauntlet/fault</c> annotation. This file needs nothing but the base library:
/// the host links it, and so refuses what the cluster would.
/// </summary>
internal sealed partial record FaultSet
{
    public const string Annotation = "gauntlet/fault";
    public const string Known = "slow-pull=<seconds>s, crash-loop, never-ready, unschedulable, node-not-ready=<node>";
    public static readonly FaultSet None = new();

    public TimeSpan SlowPull { get; init; }

    public bool CrashLoop { get; init; }

    public bool NeverReady { get; init; }

    public bool Unschedulable { get; init; }

    public IReadOnlyList<string> NotReadyNodes { get; init; } = [];

    /// <summary>Throws <see cref="FormatException"/> naming the faults that exist.</summary>
    public static FaultSet Parse(IEnumerable<string> specifications) => specifications.Aggregate(None, (set, text) => text.Trim().Split('=', 2) switch
    {
        ["slow-pull", var span] when double.TryParse(span.TrimEnd('s'), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and <= 3600 =>
            set with { SlowPull = TimeSpan.FromSeconds(seconds) },
        ["crash-loop"] => set with { CrashLoop = true },
        ["never-ready"] => set with { NeverReady = true },
        ["unschedulable"] => set with { Unschedulable = true },
        ["node-not-ready", { Length: > 0 } node] => set with { NotReadyNodes = [.. set.NotReadyNodes, node] },
        _ => throw new FormatException($"Unknown fault '{text}'; known are: {Known}."),
    });
}
