using Gauntlet.Metrics.Model;
using Gauntlet.Reports.Plots;

namespace Gauntlet.Reports.Load;

/// <summary>Replicas on the time axis of the load.</summary>
internal static class ScalingPlots
{
    private const int MostAutoscalers = 4;

    public static IEnumerable<Plot> All(MetricsDocument metrics) =>
        (metrics.Scaling?.Autoscalers ?? []).Where(scaled => scaled.Steps.Count > 0).Take(MostAutoscalers).Select(scaled => new Plot(
            $"Replicas of {scaled.TargetKind} {scaled.Namespace}/{scaled.Target}", () => Draw(scaled, Math.Max(metrics.Seconds.Count, scaled.LoadEnded))));

    private static Drawing Draw(AutoscalerTimeline scaled, double end) => new(
        Axis.Time("time (s)", end), Axis.Linear("replicas (count)", scaled.Steps.Max(step => Math.Max(step.Desired, Math.Max(step.Current, step.Ready)))),
        new Line("c3", "desired", Stairs(scaled.Steps, end, step => step.Desired)), new Line("c2", "current", Stairs(scaled.Steps, end, step => step.Current)),
        new Line("c1", "ready", Stairs(scaled.Steps, end, step => step.Ready)));

    /// <summary>A number holds until the next one; what was before the plot begins with it.</summary>
    private static List<(double X, double? Y)> Stairs(IReadOnlyList<ReplicaStep> steps, double end, Func<ReplicaStep, int> number)
    {
        var first = steps.LastOrDefault(step => step.Second <= 0) ?? steps[0];
        var points = new List<(double X, double? Y)> { (Math.Max(0, first.Second), number(first)) };
        foreach (var step in steps.Where(step => step.Second > 0 && step.Second <= end && number(step) != points[^1].Y))
        {
            points.Add((step.Second, points[^1].Y));
            points.Add((step.Second, number(step)));
        }

        points.Add((end, points[^1].Y));
        return points;
    }
}
