using System.Runtime.InteropServices;
using Gauntlet.LoadGenerator.Running;

/// <summary>
/// A thread that does nothing but sleep until each of the moments at which an open load has a request due, by the kernel's most precise sleep and without
/// polling: how late it runs is what this machine's timers and scheduler add, whoever waits.
/// </summary>
internal static partial class BareTimer
{
    private const int ClockMonotonic = 1;
    private const int Absolute = 1; // TIMER_ABSTIME
    private const int SetTimerSlack = 29;

    /// <summary>How late it was, in nanoseconds, in ascending order.</summary>
    public static long[] Lags(TimeSpan leadIn, TimeSpan duration, double rate)
    {
        var lags = Array.Empty<long>();
        var thread = new Thread(() => lags = Run(leadIn, duration, rate)); // the slack is the thread's
        thread.Start();
        thread.Join();
        return lags;
    }

    private static long[] Run(TimeSpan leadIn, TimeSpan duration, double rate)
    {
        _ = ProcessControl(SetTimerSlack, 1, 0, 0, 0);
        var before = (int)(leadIn.TotalSeconds * rate);
        var lags = new long[(int)(duration.TotalSeconds * rate)];
        var start = Clock.Now() + Clock.Millisecond;
        for (var i = -before; i < lags.Length; i++)
        {
            var due = start + (long)((i + before) / rate * Clock.Second);
            SleepUntil(due);
            if (i >= 0)
            {
                lags[i] = Clock.Now() - due;
            }
        }

        Array.Sort(lags);
        return lags;
    }

    private static void SleepUntil(long due)
    {
        var time = new TimeSpec { Seconds = due / Clock.Second, Nanoseconds = due % Clock.Second };
        while (Sleep(ClockMonotonic, Absolute, time, 0) != 0)
        {
            // a signal woke it
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_nanosleep")]
    private static partial int Sleep(int clock, int flags, in TimeSpec time, nint left);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int ProcessControl(int option, nuint value, nuint unused3, nuint unused4, nuint unused5);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
