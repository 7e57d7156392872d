using System.Globalization;

/// <summary>What the threads of a process have used of the processor, by the scheduler's own count: /proc/PID/stat counts in steps of 10 ms.</summary>
internal static class ProcessorUse
{
    public static TimeSpan Of(int process)
    {
        var nanoseconds = 0L;
        foreach (var thread in Directory.EnumerateDirectories($"/proc/{process}/task"))
        {
            try
            {
                nanoseconds += long.Parse(File.ReadAllText(thread + "/schedstat").Split(' ')[0], CultureInfo.InvariantCulture);
            }
            catch (IOException)
            {
                // a thread that has ended since it was listed
            }
        }

        return TimeSpan.FromMicroseconds(nanoseconds / 1e3);
    }
}
