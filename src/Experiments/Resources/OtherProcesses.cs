using Gauntlet.Metrics.Model;

namespace Gauntlet.Experiments.Resources;

/// <summary>Who else used the processors of this machine: neither the nodes of the cluster nor the generator.</summary>
internal static class OtherProcesses
{
    private const string KernelName = "the kernel's threads";
    private const string ContainersName = "other containers";
    private const int KernelParent = 2;
    private const double TicksPerSecond = 100;

    /// <summary>
    /// By name, the busiest first; null where nothing was told. The sum is right also where a process was given to another parent before it ended, which
    /// then has the use of before the first reading, and one of the last names that much too little.
    /// </summary>
    /// <param name="readings">In the order of their time.</param>
    /// <param name="part">What they are of.</param>
    /// <param name="generator">Id of the generator's process, whose own time is not among it.</param>
    /// <param name="nodesOf">Cores that the nodes used from one moment to another; null where they do not run here.</param>
    public static IReadOnlyList<ProcessUse>? Of(
        IReadOnlyList<ProcessReading> readings, MeasuredPart part, int generator, Func<DateTimeOffset, DateTimeOffset, double?> nodesOf)
    {
        // They are further apart than those of the machine: the nearest to each end.
        var first = readings.MinBy(reading => (reading.At - part.From).Duration());
        var last = readings.MinBy(reading => (reading.At - part.To).Duration());
        if (first is null || last is null || last.At <= first.At || last.Processes.Count == 0)
        {
            return null;
        }

        var here = last.Processes.Values.Min(process => process.Depth);
        var uses = Rises(first, last, generator)
            .GroupBy(rise => NameOf(rise.Id, rise.Process, here), rise => rise.Ticks)
            .Select(group => new ProcessUse(group.Key, group.Sum() / TicksPerSecond / (last.At - first.At).TotalSeconds))
            .Select(use => use.Name == ContainersName ? use with { Cores = use.Cores - (nodesOf(first.At, last.At) ?? 0) } : use);
        return [.. uses.OrderByDescending(use => use.Cores)];
    }

    private static IEnumerable<(int Id, ProcessSample Process, long Ticks)> Rises(ProcessReading first, ProcessReading last, int generator)
    {
        var ended = first.Processes.Where(then => Same(last, then.Key, then.Value) is null)
            .ToLookup(then => Heir(first, last, then.Value.Parent), then => Total(then.Value));
        foreach (var (id, now) in last.Processes)
        {
            var then = Same(first, id, now);
            var own = id == generator ? 0 : now.Own - (then?.Own ?? 0);

            // What a child had used before is its parent's once it has ended.
            yield return (id, now, own + now.Children - (then?.Children ?? 0) - ended[id].Sum());
        }
    }

    /// <summary>Who was told what an ended process had used: the first of its ancestors that has not ended, too.</summary>
    private static int Heir(ProcessReading first, ProcessReading last, int parent)
    {
        while (first.Processes.GetValueOrDefault(parent) is { } process && Same(last, parent, process) is null)
        {
            parent = process.Parent;
        }

        return parent;
    }

    private static ProcessSample? Same(ProcessReading reading, int id, ProcessSample process) =>
        reading.Processes.GetValueOrDefault(id) is { } found && found.Started == process.Started ? found : null;

    private static long Total(ProcessSample process) => process.Own + process.Children;

    private static string NameOf(int id, ProcessSample process, int here) =>
        process.Depth > here ? ContainersName : process.Parent == KernelParent || id == KernelParent ? KernelName : process.Name;
}
