using System.Globalization;

namespace Gauntlet.LoadGenerator.Running;

/// <summary>What the processors of this machine did since its start, in ticks of the kernel, all of them together.</summary>
/// <param name="Stolen">The host of a virtual machine gave the processor to somebody else although there was work.</param>
/// <param name="Total">Any state, idle included.</param>
/// <remarks>proc_stat(5): user, nice, system, idle, iowait, irq, softirq and steal; what follows is part of user and nice.</remarks>
internal readonly record struct ProcessorTicks(long Stolen, long Total)
{
    private const string File = "/proc/stat";
    private const int Steal = 7;

    /// <summary>The ticks up to now; null where the system does not tell.</summary>
    public static ProcessorTicks? Now()
    {
        try
        {
            return OperatingSystem.IsLinux() ? Parse(System.IO.File.ReadLines(File).First()) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return null; // some sandboxes hide it
        }
    }

    /// <summary>Reads the first line of the file; null when it is not of the form that is documented.</summary>
    public static ProcessorTicks? Parse(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var ticks = new long[Steal + 1];
        for (var i = 0; i < ticks.Length; i++)
        {
            if (words.Length <= i + 1 || !long.TryParse(words[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out ticks[i]))
            {
                return null;
            }
        }

        return words[0] == "cpu" ? new ProcessorTicks(ticks[Steal], ticks.Sum()) : null;
    }

    /// <summary>The share, 0..1, of all processors' time that was stolen since then; null when no tick has passed.</summary>
    public double? StolenSince(ProcessorTicks then) =>
        Total > then.Total ? Math.Clamp((double)(Stolen - then.Stolen) / (Total - then.Total), 0, 1) : null;
}
