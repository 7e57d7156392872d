namespace Gauntlet.Experiments.Resources;

/// <summary>Tells what the pods of a cluster use, while they run.</summary>
public interface IResourceSource
{
    /// <summary>Where the figures are from, in words.</summary>
    string Description { get; }

    /// <summary>How far apart its samples lie; null where it has none.</summary>
    TimeSpan? Resolution { get; }

    /// <summary>The nodes that it reads.</summary>
    IReadOnlyList<string> Nodes { get; }

    /// <summary>Reads until it is ended, and answers why it could not do so to the end; null where it could. It never throws for what it cannot read.</summary>
    /// <param name="take">Takes each sample as it comes, from any thread.</param>
    /// <param name="end">Ends it.</param>
    Task<string?> ReadAsync(Action<UsageSample> take, CancellationToken end);
}

/// <summary>A cluster that tells nothing true.</summary>
/// <param name="why">Why not.</param>
public sealed class NoResources(string why) : IResourceSource
{
    /// <inheritdoc/>
    public string Description => "not measured";

    /// <inheritdoc/>
    public TimeSpan? Resolution => null;

    /// <inheritdoc/>
    public IReadOnlyList<string> Nodes => [];

    /// <inheritdoc/>
    public Task<string?> ReadAsync(Action<UsageSample> take, CancellationToken end) => Task.FromResult<string?>(why);
}

/// <summary>What a node, a pod or a container had used by a moment. Counters count from when it was made; null is not told.</summary>
/// <param name="Node">The node.</param>
/// <param name="Pod">UID of the pod; null for all of the node.</param>
/// <param name="Container">Id of the container; null for all of the pod.</param>
/// <param name="At">When it was so.</param>
/// <param name="ReadAt">When it was read: the same, or later where somebody else took the sample.</param>
public sealed record UsageSample(string Node, string? Pod, string? Container, DateTimeOffset At, DateTimeOffset ReadAt)
{
    /// <summary>Processor time, nanoseconds.</summary>
    public long? Cpu { get; init; }

    /// <summary>What cannot be reclaimed without a loss, bytes: usage without inactive files, as the kubelet counts it.</summary>
    public long? WorkingSet { get; init; }

    /// <summary>Periods of the CPU limit in which there was something to do.</summary>
    public long? Periods { get; init; }

    /// <summary>Of these, those at whose end it had to wait.</summary>
    public long? Throttled { get; init; }

    /// <summary>How long its threads waited then, nanoseconds.</summary>
    public long? ThrottledTime { get; init; }

    /// <summary>Processes killed for want of memory.</summary>
    public long? OomKills { get; init; }

    /// <summary>Bytes received.</summary>
    public long? Received { get; init; }

    /// <summary>Bytes sent.</summary>
    public long? Sent { get; init; }

    /// <summary>Time in which some task waited for a processor, microseconds.</summary>
    public long? CpuPressure { get; init; }
}
