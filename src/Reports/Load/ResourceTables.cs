using System.Globalization;
using Gauntlet.Metrics.Model;

namespace Gauntlet.Reports.Load;

/// <summary>What ran beside a load, in tables and words.</summary>
internal static class ResourceTables
{
    private const string Nothing = "–";

    /// <summary>The section; null where nobody looked.</summary>
    public static Section? Of(MetricsDocument metrics)
    {
        if (metrics.Resources is not { } resources)
        {
            return null;
        }

        List<Block> blocks = [new Paragraph(HowMeasured(resources), IsSmall: true)];
        if (resources.Workloads.Count > 0)
        {
            blocks.Insert(0, Workloads(resources));
        }

        if (resources.Machine is { } machine)
        {
            blocks.Add(new Paragraph(Words(machine), IsSmall: true));
        }

        return new Section("Resources", Importance.Findings, [.. blocks])
        {
            Fold = resources.Workloads.Count == 0 ? Fold.InComments : Fold.Never,
            Hint = "not measured",
        };
    }

    /// <summary>The busiest workloads in a line each, for a terminal.</summary>
    public static IEnumerable<string> Lines(ResourceSection resources)
    {
        const int MostLines = 5;
        if (resources.Missing is { } missing)
        {
            yield return $"resources: not measured: {missing}";
        }

        foreach (var workload in resources.Workloads.Where(workload => workload.CoresMean is not null).Take(MostLines))
        {
            yield return $"{workload.FullName}: {Cores(workload.CoresMean)} cores, {PerRequest(workload)} of CPU per request, "
                + $"{Bytes(workload.MemoryPeak)} at most in a pod, throttled {Throttled(workload)}";
        }
    }

    /// <summary>One line for machines that read sentences.</summary>
    public static Check Check(ResourceSection resources) => new(
        "load", "resources", resources.Missing is null ? CheckOutcome.Pass : null,
        resources.Missing is { } missing ? $"not measured: {missing}" : string.Join("; ", Lines(resources)));

    private static Table Workloads(ResourceSection resources)
    {
        Column[] cost = resources.Prices is null ? [] : [Figure("cost of 1,000 by use"), Figure("by what is set aside")];
        Column[] columns =
        [
            "workload", Figure("pods"), Figure("cores"), Figure("most"), Figure("limit"), Figure("CPU per request"), Figure("memory of a pod, most"),
            Figure("limit"), Figure("throttled"), Figure("restarts"), .. cost,
        ];
        return new Table(
            "workloads", columns, [.. resources.Workloads.Select(workload => (IReadOnlyList<Cell>)[.. Row(workload).Take(columns.Length)])]);
    }

    private static IEnumerable<Cell> Row(WorkloadResources workload) =>
    [
        $"{workload.Kind} {workload.FullName}{(workload.IsIngress ? " (ingress)" : "")}", workload.Pods.ToString(CultureInfo.InvariantCulture),
        Cores(workload.CoresMean), Cores(workload.CoresMax), workload.CoresLimit is null ? "none" : Cores(workload.CoresLimit), PerRequest(workload),
        Bytes(workload.MemoryPeak), workload.MemoryLimit is null ? "none" : Bytes(workload.MemoryLimit), Throttled(workload), Restarts(workload),
        Cost(workload.CostByUse), Cost(workload.CostByRequest),
    ];

    private static string HowMeasured(ResourceSection resources)
    {
        var source = resources.ResolutionSeconds is { } seconds
            ? $"From {resources.Source}, {(seconds <= 1 ? "every second" : $"whose samples lie up to {Figures.Seconds(seconds)} apart")}, "
                + "over the measured part."
            : "";
        var missing = resources.Missing is { } why ? $"Not measured: {why}. " : "";
        var prices = resources.Prices is { } price
            ? string.Create(CultureInfo.InvariantCulture, $" Prices: {price.CoreHour:0.######} a core-hour, {price.GibHour:0.######} a GiB-hour.")
            : "";
        return $"{missing}{source}{prices}".Trim();
    }

    private static string Words(MachineResources machine)
    {
        var parts = new List<string> { $"{Cores(machine.BusyCores)} of {machine.Processors} processors busy" };
        Add(machine.NodeCores, cores => $"{Cores(cores)} of it by the nodes");
        Add(machine.GeneratorCores, cores => $"{Cores(cores)} by the generator");
        Add(machine.OtherCores, cores => $"{Cores(cores)} by others{Names(machine.Others)}");
        Add(machine.CpuPressure, share => $"somebody waited for a processor {Figures.Share(share)} of the time");
        Add(machine.GeneratorDelayMs, delay => $"the generator's threads {Figures.Milliseconds(delay)} a second");
        Add(machine.StolenShare, share => $"{Figures.Share(share)} of the processor time withheld by the host");
        return $"This machine: {string.Join(", ", parts)}.";

        void Add(double? figure, Func<double, string> words)
        {
            if (figure is { } number)
            {
                parts.Add(words(number));
            }
        }
    }

    private static string Names(IReadOnlyList<ProcessUse> others)
    {
        const int Most = 3;
        return others.Count == 0 ? "" : $" ({string.Join("; ", others.Take(Most).Select(other => $"{other.Name} {Cores(other.Cores)}"))})";
    }

    private static string Throttled(WorkloadResources workload) => workload switch
    {
        { Throttling: { } throttling } => Figures.Share(throttling.Share),
        { CoresMean: null } => Nothing,
        { CoresLimit: null } => "no limit",
        _ => Nothing,
    };

    private static string Restarts(WorkloadResources workload) => workload.Restarts is not { } restarts ? Nothing
        : workload.OomKills > 0 ? $"{Figures.Count(restarts)}, out of memory {Figures.Count(workload.OomKills.Value)}"
        : Figures.Count(restarts);

    private static string PerRequest(WorkloadResources workload) => workload.CpuMsPerRequest is { } time ? Figures.Milliseconds(time) : Nothing;

    private static string Cores(double? cores) => cores is { } number ? number.ToString("0.00#", CultureInfo.InvariantCulture) : Nothing;

    private static string Bytes(double? bytes) => bytes is { } number ? Figures.Bytes(number) : Nothing;

    private static string Cost(double? cost) => cost is { } number ? number.ToString("0.########", CultureInfo.InvariantCulture) : Nothing;

    private static Column Figure(string head) => new(head, IsFigure: true);
}
