using System.Globalization;
using Gauntlet.Metrics.Model;

namespace Gauntlet.Reports.Load;

/// <summary>What HorizontalPodAutoscalers did beside a load, in tables and words.</summary>
internal static class ScalingTables
{
    private const int MostRows = 200;

    /// <summary>A line each, and what happened when; none where nothing was deployed that scales.</summary>
    public static IEnumerable<Section> Of(ScalingSection? scaling)
    {
        if (scaling is null)
        {
            yield break;
        }

        yield return new Section("Scaling", Importance.Findings, [.. Lines(scaling).Select(line => new Paragraph(line))]);
        Table[] timelines = [.. scaling.Autoscalers.Where(scaled => scaled.Steps.Count > 0).Select(Timeline)];
        if (timelines.Length > 0)
        {
            yield return new Section("Timeline of the scaling", Importance.Findings, [.. timelines, new Paragraph(HowSeen(scaling.ApiVersion), IsSmall: true)])
            {
                Fold = Fold.InComments,
                Hint = $"{Count(timelines.Sum(table => table.All.Count))} moments",
            };
        }
    }

    /// <summary>One line each.</summary>
    public static IEnumerable<string> Lines(ScalingSection? scaling)
    {
        if (scaling?.Missing is { } missing)
        {
            yield return $"scaling: not measured: {missing}";
        }

        foreach (var scaled in (scaling?.Autoscalers ?? []).Where(scaled => scaled.Steps.Count > 0 || scaling!.Missing is null))
        {
            yield return $"{scaled.TargetKind} {scaled.Namespace}/{scaled.Target} by HorizontalPodAutoscaler {scaled.Name}: {Words(scaled)}";
        }
    }

    /// <summary>The same for machines that read sentences.</summary>
    public static IEnumerable<Check> Checks(ScalingSection? scaling) => (scaling?.Autoscalers ?? []).Select(scaled => new Check(
        "load", $"scaling of {scaled.Namespace}/{scaled.Target}", scaling!.Missing is null && scaled.Steps.Count > 0 ? CheckOutcome.Pass : null,
        scaling.Missing is { } missing ? $"not measured: {missing}" : Words(scaled)));

    private static string Words(AutoscalerTimeline scaled)
    {
        if (scaled.Steps.Count == 0)
        {
            return "it was not seen";
        }

        var counts = scaled.Steps.Select(step => step.Ready).Aggregate(new List<int>(), (seen, ready) =>
        {
            if (seen.Count == 0 || seen[^1] != ready)
            {
                seen.Add(ready);
            }

            return seen;
        });
        const int MostCounts = 12;
        string[] left = counts.Count > MostCounts ? ["…"] : [];
        var course = string.Join(" → ", left.Concat(counts.TakeLast(MostCounts).Select(Count)));
        var first = scaled.TimeToScale is { } time ? $", the first more after {Figures.Seconds(time)}" : ", none more under the load";
        var flaps = scaled.Flaps is > 0 and var turns ? $", changed its mind {Count(turns)} {(turns == 1 ? "time" : "times")}" : "";
        var inactive = scaled.Last("ScalingActive") is { Status: not "True" } active ? $"; {active}" : "";
        return $"{course} ready of {Count(scaled.Least)} to {Count(scaled.Most)}{first}{flaps}{inactive}";
    }

    private static Table Timeline(AutoscalerTimeline scaled)
    {
        var steps = scaled.Steps.Select(step => (step.Second, Cells: (Cell[])[Count(step.Desired), Count(step.Current), Count(step.Ready), ""]));
        var said = scaled.Conditions.Select(condition => (condition.Second, What: condition.ToString()))
            .Concat(scaled.Events.Select(entry => (entry.Second, What: $"{entry.Reason}: {entry.Message}")))
            .Select(entry => (entry.Second, Cells: (Cell[])["", "", "", entry.What]));
        var rows = steps.Concat(said).OrderBy(row => row.Second).Take(MostRows);
        return new Table(
            "moments", ["time (s)", Figure("desired"), Figure("current"), Figure("ready"), $"{scaled.TargetKind} {scaled.Namespace}/{scaled.Target}"],
            [.. rows.Select(row => (IReadOnlyList<Cell>)[Second(row.Second), .. row.Cells])]);
    }

    private static string HowSeen(string? version) =>
        $"From watches of {version}, of events and of pods; seconds from the start of the measured part, the warm-up and what was before it below 0.";

    private static string Second(double second) => second.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Count(int count) => Figures.Count(count);

    private static Column Figure(string head) => new(head, IsFigure: true);
}
