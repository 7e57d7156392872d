using System.Globalization;
using System.Runtime.InteropServices;

/// <summary>
/// What a process has used of the processor, threads that have ended included, by the scheduler's own count (/proc/PID/stat counts in steps of 10 ms); and
/// how often its threads went to sleep, each of which is a wake-up.
/// </summary>
internal readonly partial record struct ProcessorUse(double Microseconds, long WakeUps)
{
    private const string Sleeps = "voluntary_ctxt_switches:";

    public static ProcessorUse Of(int process)
    {
        var wakeUps = 0L;
        foreach (var thread in Directory.EnumerateDirectories($"/proc/{process}/task"))
        {
            try
            {
                var line = File.ReadLines(thread + "/status").First(line => line.StartsWith(Sleeps, StringComparison.Ordinal));
                wakeUps += long.Parse(line[Sleeps.Length..], CultureInfo.InvariantCulture);
            }
            catch (IOException)
            {
                // a thread that has ended since it was listed
            }
        }

        return GetClock(process, out var clock) == 0 && GetTime(clock, out var time) == 0
            ? new ProcessorUse((time.Seconds * 1e6) + (time.Nanoseconds / 1e3), wakeUps)
            : throw new InvalidOperationException($"process {process} has no clock of its own");
    }

    public static ProcessorUse operator -(ProcessorUse after, ProcessorUse before) =>
        new(after.Microseconds - before.Microseconds, after.WakeUps - before.WakeUps);

    [LibraryImport("libc", EntryPoint = "clock_getcpuclockid")]
    private static partial int GetClock(int process, out int clock);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
