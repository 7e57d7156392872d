using System.Diagnostics;

namespace Gauntlet.LoadGenerator.Running;

/// <summary>The monotonic clock in nanoseconds. Not a TimeProvider: it is read once per request and must inline.</summary>
internal static class Clock
{
    public const long Second = 1_000_000_000;
    public const long Millisecond = 1_000_000;
    public const long Microsecond = 1_000;

    private static readonly long NanosecondsPerTick = Second / Stopwatch.Frequency;

    public static long Now() => Stopwatch.GetTimestamp() * NanosecondsPerTick;

    public static long From(TimeSpan span) => span.Ticks * 100;

    public static TimeSpan ToTimeSpan(long nanoseconds) => TimeSpan.FromTicks(nanoseconds / 100);
}
