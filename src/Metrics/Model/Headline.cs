namespace Gauntlet.Metrics.Model;

/// <summary>The five figures that runs are compared by; null where there is none.</summary>
/// <param name="P50">Median response time, milliseconds; percentiles are null where the sample does not support them.</param>
/// <param name="P95">95th percentile.</param>
/// <param name="P99">99th percentile.</param>
/// <param name="RequestsPerSecond">Ended requests per second.</param>
/// <param name="SuccessRate">0..1.</param>
public record Headline(double? P50, double? P95, double? P99, double? RequestsPerSecond, double? SuccessRate)
{
    /// <summary>Of these figures.</summary>
    public static Headline Of(GroupMetrics figures)
    {
        ArgumentNullException.ThrowIfNull(figures);
        return new Headline(
            figures.Response?.At(50)?.Value, figures.Response?.At(95)?.Value, figures.Response?.At(99)?.Value,
            figures.RequestsPerSecond, figures.SuccessRate?.Value);
    }
}

/// <summary>The headline of an earlier run.</summary>
/// <param name="Name">Its commit or its id; foreign text.</param>
/// <param name="Figures">What it measured.</param>
public sealed record EarlierRun(string Name, Headline Figures);
