using Gauntlet.LoadGenerator.Running;

/// <summary>A loop that does nothing but wait.</summary>
internal static class BareTimer
{
    /// <summary>p99 of how late it was, in microseconds.</summary>
    public static long Lag(TimeSpan duration, double rate)
    {
        var lags = new long[(int)(duration.TotalSeconds * rate)];
        var start = Clock.Now() + Clock.Millisecond;
        for (var i = 0; i < lags.Length; i++)
        {
            var due = start + (long)(i / rate * Clock.Second);
            PreciseTimer.WaitUntil(due, CancellationToken.None);
            lags[i] = Clock.Now() - due;
        }

        Array.Sort(lags);
        return lags[lags.Length * 99 / 100] / Clock.Microsecond;
    }
}
