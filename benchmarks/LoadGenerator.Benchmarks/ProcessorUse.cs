using System.Globalization;

/// <summary>
/// What the threads of a process have used of the processor, by the scheduler's own count (/proc/PID/stat counts in steps of 10 ms), and how often they
/// went to sleep, each of which is a wake-up.
/// </summary>
internal readonly record struct ProcessorUse(double Microseconds, long WakeUps)
{
    private const string Sleeps = "voluntary_ctxt_switches:";

    public static ProcessorUse Of(int process)
    {
        var (nanoseconds, wakeUps) = (0L, 0L);
        foreach (var thread in Directory.EnumerateDirectories($"/proc/{process}/task"))
        {
            try
            {
                nanoseconds += Number(File.ReadAllText(thread + "/schedstat").Split(' ')[0]);
                wakeUps += Number(File.ReadLines(thread + "/status").First(line => line.StartsWith(Sleeps, StringComparison.Ordinal))[Sleeps.Length..]);
            }
            catch (IOException)
            {
                // a thread that has ended since it was listed
            }
        }

        return new ProcessorUse(nanoseconds / 1e3, wakeUps);
    }

    public static ProcessorUse operator -(ProcessorUse after, ProcessorUse before) =>
        new(after.Microseconds - before.Microseconds, after.WakeUps - before.WakeUps);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
