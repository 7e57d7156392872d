using System.Text.Json.Serialization;

namespace Gauntlet.Metrics.Model;

/// <summary>What ran beside the load, and what it used in the measured part. Cores are processor seconds per second, sizes are bytes.</summary>
public sealed record ResourceSection
{
    /// <summary>Where the figures of the workloads are from, in words.</summary>
    public required string Source { get; init; }

    /// <summary>How far apart the source's own samples lie, seconds; null where it has none.</summary>
    public double? ResolutionSeconds { get; init; }

    /// <summary>When the measured part began: the second 0 of all curves, for who sets them beside others.</summary>
    public DateTimeOffset? Began { get; init; }

    /// <summary>Why figures of the workloads are missing; null where they are whole.</summary>
    public string? Missing { get; init; }

    /// <summary>What was deployed, the busiest first.</summary>
    public IReadOnlyList<WorkloadResources> Workloads { get; init; } = [];

    /// <summary>The machine that the generator ran on; null where it does not tell.</summary>
    public MachineResources? Machine { get; init; }

    /// <summary>What an hour costs; null where nobody has said.</summary>
    public ResourcePrices? Prices { get; init; }

    /// <summary>The workload that a threshold names: by its name, or by namespace/name where two have the same. Null where none is meant, or several.</summary>
    public WorkloadResources? Find(string name)
    {
        var named = Workloads.Where(workload => workload.Name == name || workload.FullName == name).ToArray();
        return named.Length == 1 ? named[0] : null;
    }
}

/// <summary>What all pods of a workload used together, unless it says otherwise. Null is not measured.</summary>
public sealed record WorkloadResources
{
    /// <summary>Its kind.</summary>
    public required string Kind { get; init; }

    /// <summary>The namespace that it is in.</summary>
    public required string Namespace { get; init; }

    /// <summary>Its name in there.</summary>
    public required string Name { get; init; }

    /// <summary>Namespace/name.</summary>
    [JsonIgnore]
    public string FullName => $"{Namespace}/{Name}";

    /// <summary>Whether every request goes through it.</summary>
    public bool IsIngress { get; init; }

    /// <summary>Pods that were seen.</summary>
    public int Pods { get; init; }

    /// <summary>The routes that lead to it alone.</summary>
    public IReadOnlyList<string> Routes { get; init; } = [];

    /// <summary>Requests that ended on them, and of the ingress all; null where none leads to it.</summary>
    public long? Requests { get; init; }

    /// <summary>Mean.</summary>
    public double? CoresMean { get; init; }

    /// <summary>The most in a second, or between two samples where they lie further apart.</summary>
    public double? CoresMax { get; init; }

    /// <summary>Processor time per request that ended, milliseconds.</summary>
    public double? CpuMsPerRequest { get; init; }

    /// <summary>The most that its containers may use; null where one has no limit.</summary>
    public double? CoresLimit { get; init; }

    /// <summary>What is set aside for them.</summary>
    public double? CoresRequested { get; init; }

    /// <summary>Mean working set.</summary>
    public double? MemoryMean { get; init; }

    /// <summary>The largest working set of one pod that was seen.</summary>
    public double? MemoryPeak { get; init; }

    /// <summary>The most that one pod may have; null where one of its containers has no limit.</summary>
    public double? MemoryLimit { get; init; }

    /// <summary>What is set aside for them.</summary>
    public double? MemoryRequested { get; init; }

    /// <summary>The container that its CPU limit held up most; null where none is limited, or it is not measured.</summary>
    public ContainerThrottling? Throttling { get; init; }

    /// <summary>Containers that were started again.</summary>
    public long? Restarts { get; init; }

    /// <summary>Processes that were killed because their container had no memory left.</summary>
    public long? OomKills { get; init; }

    /// <summary>Received over the network.</summary>
    public double? ReceivedBytes { get; init; }

    /// <summary>Sent over the network.</summary>
    public double? SentBytes { get; init; }

    /// <summary>Share, 0..1, of the time in which some task of its worst pod waited for a processor; null where the kernel does not count it by pod.</summary>
    public double? CpuPressure { get; init; }

    /// <summary>Cost of a thousand requests by what was used; null without prices.</summary>
    public double? CostByUse { get; init; }

    /// <summary>The same by what is paid for: the larger of what was used and what is set aside.</summary>
    public double? CostByRequest { get; init; }

    /// <summary>Over the measured part.</summary>
    public IReadOnlyList<ResourceSecond> Seconds { get; init; } = [];
}

/// <summary>How often a container had used up its CPU limit.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="Container">The container.</param>
/// <param name="CoresLimit">Its limit; null where the cluster does not tell.</param>
/// <param name="Periods">Periods of, as a rule, 100 ms in which it had something to do.</param>
/// <param name="ThrottledPeriods">Of these, those at whose end it had to wait.</param>
/// <param name="WaitedSeconds">How long its threads waited, each counted by itself.</param>
public sealed record ContainerThrottling(string Pod, string Container, double? CoresLimit, long Periods, long ThrottledPeriods, double WaitedSeconds)
{
    /// <summary>Share, 0..1, of the periods.</summary>
    [JsonIgnore]
    public double Share => Periods > 0 ? Math.Clamp((double)ThrottledPeriods / Periods, 0, 1) : 0;
}

/// <summary>One second of a workload.</summary>
/// <param name="Second">From the start of the measured part.</param>
/// <param name="Cores">Processor use.</param>
/// <param name="Memory">Working set, bytes.</param>
/// <param name="Throttled">Share of throttled periods of its containers, 0..1.</param>
public sealed record ResourceSecond(int Second, double? Cores, double? Memory, double? Throttled);

/// <summary>What the machine of the generator did in the measured part.</summary>
public sealed record MachineResources
{
    /// <summary>Processors.</summary>
    public required int Processors { get; init; }

    /// <summary>Busy ones, mean.</summary>
    public double? BusyCores { get; init; }

    /// <summary>Of these, used by the nodes of the cluster; null where they run elsewhere or are not measured.</summary>
    public double? NodeCores { get; init; }

    /// <summary>Of these, used by the generator's process.</summary>
    public double? GeneratorCores { get; init; }

    /// <summary>Of these, used by whatever else runs on this machine; null where that is not told.</summary>
    public double? OtherCores { get; init; }

    /// <summary>The busiest of these by name.</summary>
    public IReadOnlyList<ProcessUse> Others { get; init; } = [];

    /// <summary>Share, 0..1, of the processor time that the host of a virtual machine withheld.</summary>
    public double? StolenShare { get; init; }

    /// <summary>Share, 0..1, of the time in which somebody waited for a processor.</summary>
    public double? CpuPressure { get; init; }

    /// <summary>How long the generator's threads waited for a processor, milliseconds per second.</summary>
    public double? GeneratorDelayMs { get; init; }

    /// <summary>Over the measured part.</summary>
    public IReadOnlyList<MachineSecond> Seconds { get; init; } = [];
}

/// <summary>One second of the machine, in cores.</summary>
/// <param name="Second">From the start of the measured part.</param>
/// <param name="Busy">Of all processors.</param>
/// <param name="Generator">The generator's process.</param>
/// <param name="Nodes">The nodes of the cluster.</param>
public sealed record MachineSecond(int Second, double? Busy, double? Generator, double? Nodes);

/// <summary>What the processes of one name used of this machine's processors.</summary>
/// <param name="Name">Of the program, or of the kind.</param>
/// <param name="Cores">Mean.</param>
public sealed record ProcessUse(string Name, double Cores);

/// <summary>What an hour costs, in whatever currency.</summary>
/// <param name="CoreHour">One core.</param>
/// <param name="GibHour">One GiB of memory.</param>
public sealed record ResourcePrices(double CoreHour, double GibHour);
