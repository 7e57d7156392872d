using Gauntlet.Metrics.Model;

namespace Gauntlet.Checks;

/// <summary>A figure of the HorizontalPodAutoscalers, of several the worst.</summary>
/// <param name="Name">As it is written after the metric.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Of">That of one that was seen.</param>
internal sealed record ScalingFigure(string Name, FigureUnit Unit, Func<AutoscalerTimeline, Reading> Of) : MeasuredFigure(Name, Unit)
{
    /// <summary>How long it took to scale, and how often it changed its mind.</summary>
    public static IReadOnlyList<ScalingFigure> All { get; } =
    [
        new("time_to_scale", FigureUnit.Seconds, TimeToScale),
        new("flaps", FigureUnit.Count, scaled => scaled.Flaps is { } flaps ? new Reading(flaps) : Reading.Missing("nobody counted")),
    ];

    /// <inheritdoc/>
    public override Reading Read(MetricsDocument document, string? workload)
    {
        var scaled = (document.Scaling?.Autoscalers ?? [])
            .Where(one => workload is null || one.Target == workload || $"{one.Namespace}/{one.Target}" == workload).ToList();
        if (document.Scaling?.Missing is { } missing)
        {
            return Reading.Missing(missing);
        }

        if (scaled.Count == 0)
        {
            return Reading.Missing(workload is null ? "nothing was deployed that scales" : $"no HorizontalPodAutoscaler scales {workload}");
        }

        if (scaled.FirstOrDefault(one => one.Steps.Count == 0) is { } unseen)
        {
            return Reading.Missing($"HorizontalPodAutoscaler {unseen.FullName} was not seen");
        }

        // One that has no value is worse than all that have.
        return scaled.Select(Of).OrderBy(reading => reading.Value is null).ThenBy(reading => reading.Above).ThenBy(reading => reading.Value).Last();
    }

    private static Reading TimeToScale(AutoscalerTimeline scaled)
    {
        if (scaled.TimeToScale is { } time)
        {
            return new Reading(time);
        }

        var name = $"HorizontalPodAutoscaler {scaled.FullName}";
        if (scaled.Steps[0].Current >= scaled.Most)
        {
            return Reading.Missing($"{name} had its most of {Figures.Count(scaled.Most)} replicas before the load");
        }

        var length = scaled.LoadEnded - scaled.LoadBegan;
        var why = scaled.Last("ScalingActive") is { Status: not "True" } active ? active.ToString()
            : $"it wanted {Figures.Count(scaled.Steps.Max(step => step.Desired))} replicas at most";
        return new Reading((double?)null) { Above = length, Why = $"{name} had not scaled in the {Figures.Seconds(length)} of the load: {why}" };
    }
}
