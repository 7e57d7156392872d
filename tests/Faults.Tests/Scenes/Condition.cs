using System.Diagnostics;

namespace Gauntlet.Faults.Tests.Scenes;

/// <summary>Waits for what another process does.</summary>
internal static class Condition
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    /// <summary>Waits until a condition holds.</summary>
    /// <exception cref="TimeoutException">It did not hold in time; names the condition.</exception>
    public static async Task HoldsAsync(string what, TimeSpan deadline, Func<bool> holds)
    {
        if (!await ComesTrueAsync(deadline, holds))
        {
            throw new TimeoutException($"Not within {deadline}: {what}.");
        }
    }

    /// <summary>Waits until a condition holds; false when the deadline comes first.</summary>
    public static async Task<bool> ComesTrueAsync(TimeSpan deadline, Func<bool> holds)
    {
        var started = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(Interval);
        while (!holds())
        {
            if (Stopwatch.GetElapsedTime(started) > deadline)
            {
                return false;
            }

            await timer.WaitForNextTickAsync();
        }

        return true;
    }
}
