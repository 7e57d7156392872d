using Gauntlet.Metrics.Model;

namespace Gauntlet.Experiments.Scaling;

/// <summary>What the steps of a timeline amount to.</summary>
internal static class ScalingFigures
{
    /// <summary>
    /// From the begin of the load to the first replica that was ready beyond those that were there before it; null where there was none before its end.
    /// </summary>
    public static double? TimeToScale(AutoscalerTimeline timeline)
    {
        if (timeline.Steps.LastOrDefault(step => step.Second <= timeline.LoadBegan) is not { } before)
        {
            return null;
        }

        var had = Math.Max(before.Current, before.Ready);
        return timeline.Steps.FirstOrDefault(step => step.Second > timeline.LoadBegan && step.Second <= timeline.LoadEnded && step.Ready > had) is { } more
            ? Math.Round(more.Second - timeline.LoadBegan, 3) : null;
    }

    /// <summary>
    /// The most changes of direction (more wanted after fewer, or fewer after more) within one stabilisation window; null where nothing was seen. Zero
    /// replicas are wanted only by an autoscaler that has not computed any yet.
    /// </summary>
    public static int? Flaps(AutoscalerTimeline timeline)
    {
        if (timeline.Steps.Count == 0)
        {
            return null;
        }

        var (turns, last, direction) = (new List<double>(), 0, 0);
        foreach (var step in timeline.Steps.Where(step => step.Desired > 0))
        {
            var now = last == 0 ? 0 : Math.Sign(step.Desired - last);
            if (now * direction < 0)
            {
                turns.Add(step.Second);
            }

            (last, direction) = (step.Desired, now == 0 ? direction : now);
        }

        return turns.Select(first => turns.Count(turn => turn >= first && turn < first + timeline.StabilisationSeconds)).DefaultIfEmpty().Max();
    }
}
