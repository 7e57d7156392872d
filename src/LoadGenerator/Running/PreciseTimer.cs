using System.Runtime.InteropServices;

namespace Gauntlet.LoadGenerator.Running;

/// <summary>
/// Waits for a moment on <see cref="Clock"/> to some tens of microseconds. Linux sleeps; elsewhere the system's timers are a millisecond wide or worse, and
/// the rest is polled.
/// </summary>
internal static partial class PreciseTimer
{
    private const long LongestSleep = 10 * Clock.Millisecond; // so that a stop is seen
    private const long Coarse = 2 * Clock.Millisecond;
    private const int PrSetTimerSlack = 29;

    [ThreadStatic]
    private static bool _isPrepared;

    /// <summary>Returns at the moment, or soon after a stop.</summary>
    public static void WaitUntil(long due, CancellationToken stop)
    {
        while (due - Clock.Now() is > 0 and var left && !stop.IsCancellationRequested)
        {
            if (OperatingSystem.IsLinux())
            {
                Sleep(Math.Min(left, LongestSleep));
            }
            else if (left > Coarse)
            {
                stop.WaitHandle.WaitOne((int)((left - Coarse) / Clock.Millisecond));
            }
            else
            {
                Thread.Yield();
            }
        }
    }

    private static void Sleep(long nanoseconds)
    {
        if (!_isPrepared)
        {
            _ = ProcessControl(PrSetTimerSlack, 1, 0, 0, 0); // ns, of this thread; the default adds 50 us
            _isPrepared = true;
        }

        var time = new TimeSpec { Seconds = 0, Nanoseconds = (nint)nanoseconds };
        _ = NanoSleep(time, 0);
    }

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int NanoSleep(in TimeSpec time, nint left);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int ProcessControl(int option, nuint value, nuint unused3, nuint unused4, nuint unused5);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
