using System.Globalization;
using Gauntlet.Build.Cli;
using Gauntlet.LoadGenerator;
using Gauntlet.Metrics.Model;

namespace Gauntlet.Build.Stages.LoadTest;

/// <summary>What the terminal shows of a load: where it stands, and at its end the figures that a load tester looks for first.</summary>
internal static class LoadSummary
{
    private const int MostRoutes = 6;
    private const int Bars = 16;

    /// <summary>As in every report: ten answers lie beyond it.</summary>
    private const int LeastForP99 = 1_000;
    private const string Heights = "▁▂▃▄▅▆▇█";
    private static readonly decimal[] Shown = [50m, 95m, 99m];

    /// <summary>Where a load stands, and how much of it there is.</summary>
    public static string Live(LoadProgress progress, OptionValues options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var part = (progress.IsWarmUp, options.Of(LoadTestOptions.Requests)) switch
        {
            (true, _) => $"warm-up {Of(progress.Elapsed, options.Of(LoadTestOptions.WarmUp).Duration)}",
            (_, { } requests) => $"measuring {Figures.Count(progress.Completed + progress.Failures)} of {Figures.Count(requests)} requests",
            _ => $"measuring {Of(progress.Elapsed, LoadTestOptions.Planned(options))}",
        };
        var isKnown = progress.Completed + progress.Failures >= LeastForP99;
        var p99 = isKnown && progress.P99 is { } time ? $"p99 {Figures.Milliseconds(time.TotalMilliseconds)}, " : "";
        return string.Create(CultureInfo.InvariantCulture, $"{part}, {progress.AchievedRate:N0}/s, {p99}{progress.Failures} failed");
    }

    /// <summary>
    /// A line for each of the worst routes, one for the distribution, and the thresholds with value and limit, in lines of their own where one is broken.
    /// </summary>
    public static IEnumerable<string> Lines(MetricsDocument metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        var routes = metrics.WorstFirst.ToList();
        var width = routes.Take(MostRoutes).Select(route => route.Name.Length).DefaultIfEmpty().Max();
        foreach (var route in routes.Take(MostRoutes))
        {
            yield return $"{route.Name.PadRight(width)}  {Row(route)}";
        }

        if (routes.Count > MostRoutes)
        {
            yield return $"and {routes.Count - MostRoutes} routes that were better, in the report";
        }

        var thresholds = metrics.Thresholds ?? [];
        var isGood = thresholds.All(threshold => threshold.Outcome == CheckOutcome.Pass);
        var beside = isGood ? string.Concat(thresholds.Select(threshold => $"  {Words(threshold)}")) : "";
        if (Histogram(metrics.Distribution) + beside is { Length: > 0 } line)
        {
            yield return line.TrimStart();
        }

        foreach (var threshold in isGood ? [] : thresholds)
        {
            yield return Words(threshold);
        }
    }

    private static string Of(TimeSpan elapsed, TimeSpan whole) =>
        Durations.Format(TimeSpan.FromSeconds(Math.Floor(elapsed.TotalSeconds))) + (whole > TimeSpan.Zero ? $" of {Durations.Format(whole)}" : "");

    private static string Row(RouteMetrics route)
    {
        string[] percentiles = [.. Shown.Select(p => $"p{p} {Cell(route.Response?.At(p)?.Value)}")];
        return route.Response is null
            ? "no request"
            : $"{string.Join("  ", percentiles)}  max {Cell(route.Response.Max)}  {Figures.Count(route.Errors)} of {Figures.Count(route.Due)} failed";
    }

    private static string Cell(double? milliseconds) => (milliseconds is { } value ? Figures.Milliseconds(value) : "–").PadLeft(8);

    private static string Words(ThresholdResult threshold)
    {
        var mark = threshold.Outcome switch { CheckOutcome.Pass => "✓", CheckOutcome.Fail => "✗", _ => "?" };
        return $"{mark} {threshold.Expression}: {(threshold.Actual is { } actual ? Figures.Of(actual, threshold.Unit) : threshold.Reason)}";
    }

    /// <summary>Response times on a logarithmic scale, a column for so many bars of the report.</summary>
    private static string Histogram(IReadOnlyList<DistributionBar> bars)
    {
        if (bars.Count == 0)
        {
            return "";
        }

        var columns = bars.Chunk((bars.Count + Bars - 1) / Bars).Select(chunk => chunk.Sum(bar => bar.Count)).ToList();
        var drawn = columns.Select(count => count == 0 ? ' ' : Heights[(int)((Heights.Length - 1) * count / columns.Max())]);
        return $"{Figures.Milliseconds(bars[0].From)} {string.Concat(drawn)} {Figures.Milliseconds(bars[^1].To)}";
    }
}
