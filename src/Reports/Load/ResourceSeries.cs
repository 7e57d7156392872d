using Gauntlet.Metrics.Model;

namespace Gauntlet.Reports.Load;

/// <summary>What ran beside a load, as series.</summary>
internal static class ResourceSeries
{
    public static IEnumerable<Series> Of(ResourceSection? resources)
    {
        var workloads = resources?.Workloads ?? [];
        yield return new Series("gauntlet_cpu_cores", "Processor use of a workload, mean and most.", Pairs("mean", w => w.CoresMean, "max", w => w.CoresMax));
        yield return new Series("gauntlet_cpu_seconds_per_request", "Processor time of a workload per request.", Each(w => w.CpuMsPerRequest / 1000));
        yield return new Series(
            "gauntlet_memory_working_set_bytes", "Working set, mean of all pods and most of one.", Pairs("mean", w => w.MemoryMean, "peak", w => w.MemoryPeak));
        yield return new Series("gauntlet_cpu_throttled_ratio", "Share of the periods in which a CPU limit was reached.", Each(w => w.Throttling?.Share));
        yield return new Series("gauntlet_restarts", "Containers that were started again.", Each(w => w.Restarts));
        yield return new Series("gauntlet_oom_kills", "Processes killed for want of memory.", Each(w => w.OomKills));
        yield return new Series("gauntlet_network_bytes", "Bytes over the network.", Pairs("received", w => w.ReceivedBytes, "sent", w => w.SentBytes));
        yield return new Series(
            "gauntlet_request_cost", "Cost of one request.", Pairs("use", w => w.CostByUse / 1000, "set-aside", w => w.CostByRequest / 1000));
        var machine = resources?.Machine;
        yield return new Series("gauntlet_machine_cores", "Processors of this machine.", new (string Name, double? Cores)[]
        {
            ("all", machine?.Processors), ("busy", machine?.BusyCores), ("nodes", machine?.NodeCores), ("generator", machine?.GeneratorCores),
            ("others", machine?.OtherCores),
        }.Where(part => part.Cores is not null).Select(part => new Sample(part.Cores!.Value, ("part", part.Name))));
        yield return new Series(
            "gauntlet_machine_cpu_pressure_ratio", "Share of the time in which somebody waited for a processor.",
            machine?.CpuPressure is { } pressure ? [new Sample(pressure)] : []);

        IEnumerable<Sample> Each(Func<WorkloadResources, double?> figure) => workloads.Where(workload => figure(workload) is not null)
            .Select(workload => new Sample(figure(workload)!.Value, ("namespace", workload.Namespace), ("workload", workload.Name)));

        IEnumerable<Sample> Pairs(string first, Func<WorkloadResources, double?> one, string second, Func<WorkloadResources, double?> two) =>
            Each(one).Select(sample => sample with { Labels = [.. sample.Labels, ("stat", first)] })
                .Concat(Each(two).Select(sample => sample with { Labels = [.. sample.Labels, ("stat", second)] }));
    }
}
