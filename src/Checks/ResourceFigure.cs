using Gauntlet.Metrics.Model;

namespace Gauntlet.Checks;

/// <summary>A figure of workloads that ran beside the load.</summary>
/// <param name="Name">As it is written after the metric; empty where the metric is the figure.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Of">The figure of some workloads together; null where it was not measured of one of them.</param>
internal sealed record ResourceFigure(string Name, FigureUnit Unit, Func<IReadOnlyList<WorkloadResources>, MetricsDocument, double?> Of)
    : MeasuredFigure(Name, Unit)
{
    private const double Mebibyte = 1 << 20;

    /// <summary>Processor use.</summary>
    public static IReadOnlyList<ResourceFigure> Cpu { get; } =
    [
        new("mean", FigureUnit.Cores, (workloads, _) => Sum(workloads, workload => workload.CoresMean)),
        new("max", FigureUnit.Cores, (workloads, _) => Most(workloads, workload => workload.CoresMax)),
        new("ms_per_request", FigureUnit.Milliseconds, PerRequest),
    ];

    /// <summary>Working sets.</summary>
    public static IReadOnlyList<ResourceFigure> Memory { get; } =
    [
        new("mean", FigureUnit.Mebibytes, (workloads, _) => Sum(workloads, workload => workload.MemoryMean) / Mebibyte),
        new("peak", FigureUnit.Mebibytes, (workloads, _) => Most(workloads, workload => workload.MemoryPeak) / Mebibyte),
    ];

    /// <summary>How often a CPU limit held a container up. What has no limit is never held up.</summary>
    public static IReadOnlyList<ResourceFigure> Throttled { get; } =
    [
        new("", FigureUnit.Share, (workloads, _) => Most(
            workloads, workload => workload.Throttling?.Share ?? (workload.CoresMean is not null && workload.CoresLimit is null ? 0 : null))),
    ];

    /// <summary>Containers that were started again, and processes that were killed for want of memory.</summary>
    public static IReadOnlyList<ResourceFigure> Restarts { get; } =
    [
        new("count", FigureUnit.Count, (workloads, _) => Sum(workloads, workload => workload.Restarts)),
        new("oom", FigureUnit.Count, (workloads, _) => Sum(workloads, workload => workload.OomKills)),
    ];

    /// <inheritdoc/>
    public override Reading Read(MetricsDocument document, string? workload)
    {
        var resources = document.Resources;
        IReadOnlyList<WorkloadResources> workloads = workload is null ? resources?.Workloads ?? [] : resources?.Find(workload) is { } one ? [one] : [];
        return workloads.Count > 0 && Of(workloads, document) is { } value
            ? new Reading(value)
            : Reading.Missing(
                resources?.Missing ?? (workloads.Count == 0 && workload is not null ? $"no pod of {workload} was seen" : "the cluster does not tell"));
    }

    /// <summary>One workload's by the requests that came to it, several by those of the load.</summary>
    private static double? PerRequest(IReadOnlyList<WorkloadResources> workloads, MetricsDocument document) => workloads is [var one]
        ? one.CpuMsPerRequest
        : document.Overall.Requests > 0
            ? Sum(workloads, workload => workload.CoresMean) * document.Load.MeasuredSeconds * 1000 / document.Overall.Requests : null;

    private static double? Sum(IReadOnlyList<WorkloadResources> workloads, Func<WorkloadResources, double?> figure) =>
        workloads.All(workload => figure(workload) is not null) ? workloads.Sum(figure) : null;

    private static double? Most(IReadOnlyList<WorkloadResources> workloads, Func<WorkloadResources, double?> figure) =>
        workloads.All(workload => figure(workload) is not null) ? workloads.Max(figure) : null;
}
