namespace Gauntlet.Metrics.Model;

/// <summary>Conversions between what is recorded and what is written.</summary>
internal static class Units
{
    /// <summary>Milliseconds with the three decimals that were measured.</summary>
    public static double Milliseconds(double microseconds) => Math.Round(microseconds / 1000, 3);

    public static double PerSecond(long count, TimeSpan time) => time > TimeSpan.Zero ? Math.Round(count / time.TotalSeconds, 3) : 0;
}
