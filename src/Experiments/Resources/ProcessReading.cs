using System.Globalization;

namespace Gauntlet.Experiments.Resources;

/// <summary>What each process of this machine had used by a moment.</summary>
/// <param name="At">When.</param>
/// <param name="Processes">By process id; empty where the system does not tell, and without those that it hides.</param>
internal sealed record ProcessReading(DateTimeOffset At, IReadOnlyDictionary<int, ProcessSample> Processes)
{
    /// <summary>proc_pid_stat(5), counted from behind the name: which may hold anything.</summary>
    private const int Parent = 1;
    private const int User = 11;
    private const int System = 12;
    private const int ChildrenUser = 13;
    private const int ChildrenSystem = 14;
    private const int Started = 19;

    /// <summary>Reads it: a file for each process, and another one for each that is new.</summary>
    /// <param name="proc">The folder of proc(5).</param>
    /// <param name="at">Now.</param>
    /// <param name="last">The reading before this one; null for the first.</param>
    public static ProcessReading Take(string proc, DateTimeOffset at, ProcessReading? last = null)
    {
        var processes = new Dictionary<int, ProcessSample>();
        foreach (var id in Ids(proc))
        {
            if (Sample(Path.Combine(proc, id.ToString(CultureInfo.InvariantCulture))) is { } sample)
            {
                var known = last?.Processes.GetValueOrDefault(id) is { } before && before.Started == sample.Started ? before : null;
                processes[id] = sample with { Depth = known?.Depth ?? DepthOf(proc, id) };
            }
        }

        return new ProcessReading(at, processes);
    }

    private static IEnumerable<int> Ids(string proc) => Directory.Exists(proc)
        ? Directory.EnumerateDirectories(proc).Select(Path.GetFileName)
            .Where(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(name => int.Parse(name!, CultureInfo.InvariantCulture))
        : [];

    private static ProcessSample? Sample(string folder)
    {
        var text = ProcFile.Text(Path.Combine(folder, "stat"));
        var (open, close) = (text.IndexOf('(', StringComparison.Ordinal), text.LastIndexOf(')'));
        var numbers = close > open ? ProcFile.Numbers(text[close..]) : [];
        return numbers.Count > Started
            ? new ProcessSample(
                text[(open + 1)..close], (int)numbers[Parent], numbers[Started], numbers[User] + numbers[System],
                numbers[ChildrenUser] + numbers[ChildrenSystem])
            : null;
    }

    /// <summary>In how many namespaces a process has an id: more than this one's are those of containers.</summary>
    private static int DepthOf(string proc, int id) =>
        Math.Max(1, ProcFile.Numbers(ProcFile.Line(Path.Combine(proc, id.ToString(CultureInfo.InvariantCulture), "status"), "NSpid:")).Count);
}

/// <summary>What a process had used by a moment, in ticks of a hundredth of a second.</summary>
/// <param name="Name">Of its program, at most 15 characters.</param>
/// <param name="Parent">The process that started it.</param>
/// <param name="Started">Tells it from another one that has the same id later.</param>
/// <param name="Own">Its own processor time.</param>
/// <param name="Children">That of its children which have ended and were waited for.</param>
/// <param name="Depth">The number of its process namespaces.</param>
internal sealed record ProcessSample(string Name, int Parent, long Started, long Own, long Children, int Depth = 1);
