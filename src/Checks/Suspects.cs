using System.Globalization;
using Gauntlet.Metrics.Model;

namespace Gauntlet.Checks;

/// <summary>What ran beside a load and explains a time that was too long.</summary>
internal static class Suspects
{
    /// <summary>Share of its periods from which a container that was held up is named.</summary>
    private const double WorthNaming = 0.05;

    /// <summary>Share of the machine's processors from which whoever else used them is named.</summary>
    private const double MuchOfTheMachine = 0.25;

    /// <summary>
    /// The container that its CPU limit held up most, and who else used much of the machine, in words; null where there was neither, and for what is no
    /// upper limit of a time.
    /// </summary>
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
        var machine = document.Resources?.Machine;
        string?[] suspects =
        [
            held is { Throttling: { } throttling } ? $"first suspect: {Words(held, throttling)}" : null,
            machine?.OtherCores >= MuchOfTheMachine * machine?.Processors ? Words(machine!) : null,
        ];
        return suspects.Any(suspect => suspect is not null) ? string.Join("; ", suspects.OfType<string>()) : null;
    }

    private static string Words(MachineResources machine)
    {
        var busiest = machine.Others is [var first, ..] ? string.Create(CultureInfo.InvariantCulture, $", {first.Name} most, {first.Cores:0.0#}") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"other processes used {machine.OtherCores:0.0#} of this machine's {machine.Processors} processors{busiest}");
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
