using System.Globalization;
using Gauntlet.Metrics.Model;

namespace Gauntlet.Checks;

/// <summary>What ran beside a load and explains a time that was too long.</summary>
internal static class Suspects
{
    /// <summary>Share of its periods from which a container that was held up is named.</summary>
    private const double WorthNaming = 0.05;

    /// <summary>The container that its CPU limit held up most, in words; null where none was, and for what is no upper limit of a time.</summary>
    /// <param name="document">The figures.</param>
    /// <param name="threshold">What was found to be broken.</param>
    public static string? Of(MetricsDocument document, ThresholdResult threshold)
    {
        if (threshold.Unit != FigureUnit.Milliseconds || threshold.Margin is not < 0 || threshold.Actual < threshold.Limit)
        {
            return null;
        }

        var route = RouteOf(threshold);
        var held = (document.Resources?.Workloads ?? [])
            .Where(workload => route is null || workload.IsIngress || workload.Routes.Contains(route))
            .Where(workload => workload.Throttling?.Share >= WorthNaming).MaxBy(workload => workload.Throttling!.Share);
        return held is { Throttling: { } throttling } ? $"first suspect: {Words(held, throttling)}" : null;
    }

    /// <summary>What a CPU limit did to a container.</summary>
    private static string Words(WorkloadResources workload, ContainerThrottling of)
    {
        var limit = of.CoresLimit is { } cores ? string.Create(CultureInfo.InvariantCulture, $" of {cores * 1000:0.#}m") : "";
        var container = of.Container.Length > 0 ? $"container {of.Container}" : "a container";
        return $"the CPU limit{limit} of {container} of {workload.Kind} {workload.FullName}, reached in {Figures.Share(of.Share)} of its periods; "
            + $"its threads waited {Figures.Seconds(of.WaitedSeconds)} in all";
    }

    private static string? RouteOf(ThresholdResult threshold)
    {
        try
        {
            return Thresholds.Parse(threshold.Expression).Route;
        }
        catch (ThresholdSyntaxException)
        {
            return null; // of another version
        }
    }
}
