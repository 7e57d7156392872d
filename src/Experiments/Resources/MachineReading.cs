using System.Globalization;

namespace Gauntlet.Experiments.Resources;

/// <summary>What this machine and this process had done by a moment; null is not told.</summary>
/// <param name="At">When.</param>
/// <param name="Processor">Processor time of this process.</param>
internal sealed record MachineReading(DateTimeOffset At, TimeSpan Processor)
{
    /// <summary>The folder of proc(5).</summary>
    public const string Proc = "/proc";

    private const int Idle = 3;
    private const int Wait = 4;
    private const int Steal = 7;

    /// <summary>Ticks of all processors in which they worked for this machine.</summary>
    public long? Busy { get; private init; }

    /// <summary>Ticks that the host of a virtual machine withheld.</summary>
    public long? Stolen { get; private init; }

    /// <summary>Ticks of any kind.</summary>
    public long? Total { get; private init; }

    /// <summary>How long threads of this process waited for a processor, nanoseconds.</summary>
    public long? Delay { get; private init; }

    /// <summary>Time in which somebody waited for a processor, microseconds.</summary>
    public long? Pressure { get; private init; }

    /// <summary>Share of the time since another reading in which somebody waited for a processor; null where that is not told.</summary>
    public double? PressureSince(MachineReading then) => Pressure - then.Pressure is { } waited && At > then.At
        ? Math.Clamp(waited / (At - then.At).TotalMicroseconds, 0, 1) : null;

    /// <summary>Reads it.</summary>
    /// <param name="proc">The folder of proc(5).</param>
    /// <param name="at">Now.</param>
    public static MachineReading Take(string proc, DateTimeOffset at)
    {
        var ticks = ProcFile.Numbers(ProcFile.Line(Path.Combine(proc, "stat"), "cpu "));
        var reading = new MachineReading(at, OperatingSystem.IsBrowser() || OperatingSystem.IsIOS() || OperatingSystem.IsTvOS() ? default
            : Environment.CpuUsage.TotalTime)
        {
            Delay = DelayOf(Path.Combine(proc, "self", "task")),
            Pressure = ProcFile.Line(Path.Combine(proc, "pressure", "cpu"), "some")?.Split("total=") is [_, var total] && long.TryParse(
                total, NumberStyles.None, CultureInfo.InvariantCulture, out var waited) ? waited : null,
        };
        return ticks.Count <= Steal
            ? reading
            : reading with
            {
                Total = ticks.Take(Steal + 1).Sum(),
                Stolen = ticks[Steal],
                Busy = ticks.Take(Steal).Where((_, index) => index is not (Idle or Wait)).Sum(),
            };
    }

    /// <summary>sched-stats: processor time, time of waiting for one, and slices of each thread. One that has ended since is left out.</summary>
    private static long? DelayOf(string folder)
    {
        try
        {
            return Directory.Exists(folder)
                ? Directory.EnumerateDirectories(folder)
                    .Sum(task => ProcFile.Numbers("x " + ProcFile.Line(Path.Combine(task, "schedstat"), "")) is [_, var wait, ..] ? wait : 0)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
