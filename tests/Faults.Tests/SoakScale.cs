using System.Globalization;

namespace Gauntlet.Faults.Tests;

/// <summary>How much of a long test is run: GAUNTLET_SOAK_SCALE, by default a tenth.</summary>
internal static class SoakScale
{
    /// <summary>That part of a count, at least 1.</summary>
    public static int Of(int full)
    {
        var text = Environment.GetEnvironmentVariable("GAUNTLET_SOAK_SCALE");
        return Math.Max(1, (int)Math.Round(full * (text is null ? 0.1 : double.Parse(text, CultureInfo.InvariantCulture))));
    }

    /// <summary>All of it is run, which is for a machine that does nothing else.</summary>
    public static bool IsFull => Of(100) >= 100;

    /// <summary>A seed of this run, or the one of GAUNTLET_SOAK_SEED; printed.</summary>
    public static int Seed()
    {
        var seed = Environment.GetEnvironmentVariable("GAUNTLET_SOAK_SEED") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : Random.Shared.Next();
        TestContext.Out.WriteLine($"GAUNTLET_SOAK_SEED={seed.ToString(CultureInfo.InvariantCulture)}");
        return seed;
    }
}
