using System.Globalization;

namespace Gauntlet.LoadGenerator.Tests;

/// <summary>How much of their full length the soak tests run: GAUNTLET_SOAK_SCALE, a tenth where it is not set, 1 for the figures of docs/soak.md.</summary>
internal static class Soak
{
    private static readonly double Scale = double.Parse(Environment.GetEnvironmentVariable("GAUNTLET_SOAK_SCALE") ?? "0.1", CultureInfo.InvariantCulture);

    public static int Count(int full) => (int)(full * Scale);

    public static TimeSpan Seconds(double full, double atLeast = 0) => TimeSpan.FromSeconds(Math.Max(atLeast, full * Scale));
}
