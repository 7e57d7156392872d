using Gauntlet.Metrics.Model;

namespace Gauntlet.Experiments.Resources;

/// <summary>Makes the figures of the machine from its readings.</summary>
internal static class MachineFigures
{
    private const int MostOthers = 10;

    /// <summary>Null where the machine told nothing.</summary>
    /// <param name="readings">In the order of their time.</param>
    /// <param name="all">Of all processes, in the order of their time.</param>
    /// <param name="nodes">The nodes that run on it; empty where they run elsewhere.</param>
    /// <param name="part">What they are of.</param>
    /// <param name="isGenerator">Whether this process sent the load.</param>
    public static MachineResources? Of(
        IReadOnlyList<MachineReading> readings, IReadOnlyList<ProcessReading> all, IReadOnlyList<UsageSeries> nodes, MeasuredPart part, bool isGenerator)
    {
        // The readings next to the ends: what lies beyond them by less than a second is the same load.
        var (first, last) = (readings.LastOrDefault(reading => reading.At <= part.From), readings.FirstOrDefault(reading => reading.At >= part.To));
        (first, last) = (first ?? (readings is [var only, ..] ? only : null), last ?? (readings is [.., var end] ? end : null));
        if (first is null || last is null || last.At <= first.At || (last.Total ?? 0) <= (first.Total ?? 0))
        {
            return null;
        }

        var length = last.At - first.At;
        var processors = Environment.ProcessorCount;
        double? Share(long? then, long? now) =>
            now is { } to && then is { } from ? Math.Clamp((double)(to - from) / (last.Total - first.Total)!.Value, 0, 1) : null;
        var others = OtherProcesses.Of(all, part, isGenerator ? Environment.ProcessId : 0, (from, to) => NodesOf(nodes, from, to));
        return new MachineResources
        {
            Processors = processors,
            BusyCores = Rounded(Share(first.Busy, last.Busy) * processors),
            NodeCores = Rounded(NodesOf(nodes, first.At, last.At)),
            GeneratorCores = isGenerator ? Rounded((last.Processor - first.Processor) / length) : null,
            OtherCores = Rounded(others is null ? null : Math.Max(0, others.Sum(other => other.Cores))),
            Others =
            [
                .. (others ?? []).Select(other => other with { Cores = Math.Round(other.Cores, 4) }).Where(other => other.Cores > 0).Take(MostOthers),
            ],
            StolenShare = Rounded(Share(first.Stolen, last.Stolen)),
            CpuPressure = Rounded(last.PressureSince(first)),
            GeneratorDelayMs = isGenerator && last.Delay - first.Delay is { } delay ? Rounded(Math.Max(0, delay) / 1e6 / length.TotalSeconds) : null,
            Seconds = [.. Seconds(readings, nodes, part, processors, isGenerator)],
        };
    }

    private static IEnumerable<MachineSecond> Seconds(
        IReadOnlyList<MachineReading> readings, IReadOnlyList<UsageSeries> nodes, MeasuredPart part, int processors, bool isGenerator)
    {
        foreach (var (second, from, to) in Steps.Of(part))
        {
            // Each step by the readings around its middle, which are about as far apart as it is long.
            var middle = from + ((to - from) / 2);
            var after = readings.FirstOrDefault(reading => reading.At >= middle + ((to - from) / 2)) ?? readings[^1];
            var before = readings.LastOrDefault(reading => reading.At <= after.At - ((to - from) * 0.9)) ?? readings[0];
            if (after.At > before.At && after.Total > before.Total)
            {
                yield return new MachineSecond(
                    second, Rounded((double?)(after.Busy - before.Busy) / (after.Total - before.Total) * processors),
                    isGenerator ? Rounded((after.Processor - before.Processor) / (after.At - before.At)) : null,
                    Rounded(NodesOf(nodes, before.At, after.At)));
            }
        }
    }

    private static double? NodesOf(IReadOnlyList<UsageSeries> nodes, DateTimeOffset from, DateTimeOffset to)
    {
        var rises = nodes.Select(node => node.Rise(sample => sample.Cpu, from, to)).ToList();
        return rises.Count > 0 && rises.TrueForAll(rise => rise is not null) ? rises.Sum() / 1e9 / (to - from).TotalSeconds : null;
    }

    private static double? Rounded(double? figure) => figure is { } number ? Math.Round(number, 4) : null;
}
