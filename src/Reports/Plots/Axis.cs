using System.Globalization;
using Gauntlet.Metrics.Model;

namespace Gauntlet.Reports.Plots;

/// <summary>An axis: where a value lies between 0 and 1, and where its ticks are.</summary>
/// <param name="Label">What is measured, with its unit.</param>
/// <param name="Place">From a value to 0..1.</param>
/// <param name="Ticks">Values and their labels, ascending.</param>
public sealed record Axis(string Label, Func<double, double> Place, IReadOnlyList<(double At, string Text)> Ticks)
{
    private static readonly double[] Factors = [1, 2, 5, 10];
    private static readonly double[] TailTicks = [0, 50, 90, 99, 99.9, 99.99, 99.999, 99.9999];

    /// <summary>From zero to a round number above <paramref name="max"/>.</summary>
    public static Axis Linear(string label, double max)
    {
        var step = Step(Math.Max(max, 1e-9) / 5);
        var count = (int)Math.Ceiling(max / step - 1e-9);
        return Between(label, 0, Math.Max(count, 1) * step, step);
    }

    /// <summary>Whole seconds from 0 to <paramref name="max"/>.</summary>
    public static Axis Time(string label, double max) => Between(label, 0, Math.Max(max, 1), Math.Max(1, Step(max / 8)));

    /// <summary>A logarithmic axis over a positive range, ticks at 1, 2 and 5 where there is room.</summary>
    public static Axis Log(string label, double min, double max)
    {
        var (low, high) = (Math.Log10(min), Math.Log10(Math.Max(max, min * 1.1)));
        var steps = high - low > 3 ? new[] { 1.0 } : high - low > 0.7 ? [1, 2, 5] : [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8];
        var ticks = Enumerable.Range((int)Math.Floor(low), (int)Math.Ceiling(high) - (int)Math.Floor(low) + 1)
            .SelectMany(decade => steps.Select(s => s * Math.Pow(10, decade)))
            .Where(v => v >= min * 0.999 && v <= max * 1.001)
            .Select(v => (v, Text(v)));
        return new Axis(label, v => (Math.Log10(Math.Max(v, min)) - low) / (high - low), [.. ticks]);
    }

    /// <summary>Percentiles, each nine of the tail as wide as the one before.</summary>
    public static Axis Tail(string label, double highest)
    {
        var end = Math.Max(1, -Math.Log10(1 - highest / 100));
        var ticks = TailTicks.Where(p => p == 0 || p <= highest + 1e-9);
        return new Axis(label, p => -Math.Log10(Math.Max(1 - p / 100, 1e-9)) / end, [.. ticks.Select(p => (p, p.ToString(CultureInfo.InvariantCulture)))]);
    }

    /// <summary>One row a name, the first on top.</summary>
    public static Axis Rows(string label, IReadOnlyList<string> names)
        => new(label, row => 1 - (row + 0.5) / names.Count, [.. names.Select((n, i) => ((double)i, n))]);

    private static Axis Between(string label, double min, double max, double step)
    {
        var ticks = Enumerable.Range(0, (int)Math.Floor((max - min) / step + 1e-9) + 1).Select(i => min + i * step).Select(v => (v, Text(v)));
        return new Axis(label, v => (v - min) / (max - min), [.. ticks]);
    }

    /// <summary>1, 2 or 5 times a power of ten, not below <paramref name="least"/>.</summary>
    private static double Step(double least)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(least, 1e-9))));
        return Factors.Select(f => f * power).First(s => s >= least * 0.999);
    }

    private static string Text(double value) => value >= 1000 ? Figures.Number(value) : value.ToString("0.####", CultureInfo.InvariantCulture);
}
