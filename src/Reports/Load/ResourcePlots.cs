using Gauntlet.Metrics.Model;
using Gauntlet.Reports.Plots;

namespace Gauntlet.Reports.Load;

/// <summary>What ran beside a load, on the time axis of the load.</summary>
internal static class ResourcePlots
{
    private const int MostWorkloads = 4;
    private const double Mebibyte = 1 << 20;

    /// <summary>A limit that is further above what was used than this would leave nothing to see.</summary>
    private const double InSight = 5;

    public static IEnumerable<Plot> All(ResourceSection resources)
    {
        foreach (var workload in resources.Workloads.Where(workload => workload.Seconds.Any(second => second.Cores is not null)).Take(MostWorkloads))
        {
            yield return Of("Processor use", "cores", workload, second => second.Cores, workload.CoresLimit, 1);
            yield return Of("Memory", "MiB", workload, second => second.Memory, workload.MemoryLimit * workload.Pods, Mebibyte);
        }

        if (resources.Machine is { Seconds.Count: > 0 } machine)
        {
            yield return new Plot("Processors of this machine", () => Machine(machine));
        }
    }

    private static Plot Of(
        string what, string unit, WorkloadResources workload, Func<ResourceSecond, double?> figure, double? limit, double scale)
    {
        var most = workload.Seconds.Max(figure) ?? 0;
        var inSight = limit <= Math.Max(most * InSight, double.Epsilon);
        var above = limit is null ? ", no limit" : inSight ? "" : $", limit {Figures.Number(limit.Value / scale)} {unit}, above this plot";
        return new Plot($"{what} of {workload.Kind} {workload.FullName}{above}", () => Draw(unit, workload.Seconds, figure, inSight ? limit : null, scale));
    }

    private static Drawing Draw(string unit, IReadOnlyList<ResourceSecond> seconds, Func<ResourceSecond, double?> figure, double? limit, double scale)
    {
        var end = End(seconds.Select(second => second.Second).ToList());
        var used = seconds.Select(second => (Middle(second.Second, end, seconds.Count), figure(second) / scale));
        var marks = new List<Mark> { new Line("c1", limit is null ? null : "used", [.. used]) };
        if (limit is { } most)
        {
            marks.Add(new Line("bad", "limit", [(0, most / scale), (end, most / scale)]));
        }

        return new Drawing(
            Axis.Time("time (s)", end), Axis.Linear($"all pods ({unit})", Math.Max(seconds.Max(figure) ?? 0, limit ?? 0) / scale), marks);
    }

    private static Drawing Machine(MachineResources machine)
    {
        var end = End(machine.Seconds.Select(second => second.Second).ToList());
        Line Of(string style, string name, Func<MachineSecond, double?> value) =>
            new(style, name, [.. machine.Seconds.Select(s => (Middle(s.Second, end, machine.Seconds.Count), value(s)))]);
        return new Drawing(
            Axis.Time("time (s)", end), Axis.Linear("processors (cores)", machine.Processors),
            new[] { Of("c3", "busy", s => s.Busy), Of("c2", "nodes", s => s.Nodes), Of("c1", "generator", s => s.Generator) }
                .Where(line => line.Points.Any(point => point.Y is not null)).ToArray<Mark>());
    }

    private static int End(List<int> seconds) => seconds[^1] + (seconds.Count > 1 ? seconds[1] - seconds[0] : 1);

    private static double Middle(int second, int end, int count) => second + (end / (2.0 * count));
}
