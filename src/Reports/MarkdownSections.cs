using System.Text;
using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Statistics;

namespace Gauntlet.Reports;

/// <summary>The sections of the comment, in the order they are read.</summary>
internal static class MarkdownSections
{
    private static readonly int[] RowCounts = [200, 100, 50, 20, 10, 5];
    private static readonly int[] CauseLines = [40, 10, 4];
    private static readonly int[] EvidenceLines = [120, 60, 20];

    public static IReadOnlyList<MarkdownSection> All(ReportModel model)
    {
        var sections = new List<MarkdownSection>
        {
            Shrinking(1, model.Reasons.Count, rows => Head(model, rows), [50, 20, 10, 5]),
            FirstCause(model),
            Fixed(2, Load(model)),
            Shrinking(3, model.Thresholds.Count, rows => ThresholdTable(model, rows), RowCounts),
        };
        if (model.Metrics is { Overall.Requests: > 0 } metrics)
        {
            sections.Add(Routes(metrics));
            sections.Add(Optional(6, DistributionChart.Render(metrics)));
        }

        sections.Add(Shrinking(4, model.Stages.Count, rows => Stages(model, rows), [50]));
        sections.Add(Evidence(model));
        sections.Add(Optional(7, Scan(model)));
        sections.Add(Optional(8, Details(model)));
        return sections;
    }

    private static string Head(ReportModel model, int rows)
    {
        var text = new StringBuilder($"## {ReportText.Sign(model.Verdict)} {ReportText.Verdict(model.Verdict)}\n\n");
        Lines(text, model.Reasons, rows, "reasons");
        var notes = ReportText.Notes(model).ToArray();
        if (notes.Length > 0)
        {
            text.Append("\n> [!NOTE]\n");
            foreach (var note in notes.Take(rows))
            {
                text.Append("> - ").Append(MarkdownText.Inline(note, 300)).Append('\n');
            }
        }

        return text.ToString();
    }

    private static MarkdownSection FirstCause(ReportModel model) => model.FirstCause.Count == 0
        ? Fixed(2, "")
        : new MarkdownSection(2, [.. CauseLines.Select(n => $"### What went wrong first\n\n{MarkdownText.Fence(model.FirstCause, most: n)}")]);

    private static string Load(ReportModel model)
    {
        if (ReportText.NoFigures(model) is { } none)
        {
            return $"### Load\n\n{MarkdownText.Inline(none, 300)}\n";
        }

        var metrics = model.Metrics!;
        var text = new StringBuilder("### Load\n\n");
        text.Append(model.Baseline is { } baseline
            ? $"| | response time | 95 % interval | service time | before ({MarkdownText.Inline(baseline.Name, 40)}) | change |\n|---|--:|--:|--:|--:|--:|\n"
            : "| | response time | 95 % interval | service time |\n|---|--:|--:|--:|\n");
        foreach (var row in ReportText.Rows(metrics, model.Baseline))
        {
            text.Append("| ").AppendJoin(" | ", row.Name, MarkdownText.Inline(row.Response), row.Interval, row.Service);
            text.Append(model.Baseline is null ? " |\n" : $" | {row.Before} | {row.Change} |\n");
        }

        return text.Append($"\nPercentiles: {MarkdownText.Inline(metrics.Percentiles.Definition)}, {MarkdownText.Inline(metrics.Percentiles.Description)}. ")
            .Append($"Warm-up of {Figures.Count(metrics.Load.WarmUpRequests)} requests in {Figures.Seconds(metrics.Load.WarmUpSeconds)} excluded. ")
            .Append($"Seed {metrics.Load.Seed}.\n").ToString();
    }

    private static string ThresholdTable(ReportModel model, int rows)
    {
        if (model.Thresholds.Count == 0)
        {
            return "";
        }

        var text = new StringBuilder("### Thresholds\n\n| threshold | outcome | measured | margin | samples |\n|---|---|--:|--:|--:|\n");
        var ordered = model.Thresholds.OrderBy(t => t.Outcome switch { CheckOutcome.Fail => 0, CheckOutcome.Inconclusive => 1, _ => 2 }).ToArray();
        foreach (var t in ordered.Take(rows))
        {
            var measured = t.Actual is { } actual ? Figures.Of(actual, t.Unit) : MarkdownText.Inline(t.Reason, 100);
            var margin = t.Margin is { } value ? Figures.Margin(value, t.Limit, t.Unit) : ReportText.Nothing;
            text.Append($"| {MarkdownText.Inline(t.Expression)} | {ReportText.Sign(t.Outcome)} | {measured} | {margin} | {Figures.Count(t.Samples)} |\n");
        }

        return text.Append(More(ordered.Length - rows, "thresholds")).ToString();
    }

    private static MarkdownSection Routes(MetricsDocument metrics)
    {
        // Failing routes first, then slow ones: what is cut is what matters least.
        var ordered = metrics.Routes
            .OrderByDescending(r => r.Requests == 0 ? double.MaxValue : r.Failures / (double)r.Requests)
            .ThenByDescending(r => r.Response?.Max).ToArray();
        return Shrinking(5, ordered.Length, rows => RouteTable(ordered, rows), RowCounts);
    }

    private static string RouteTable(RouteMetrics[] routes, int rows)
    {
        var text = new StringBuilder("| route | requests | per second | success | average | p50 | p90 | p95 | p99 | p99.9 | max | failures |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|\n");
        foreach (var route in routes.Take(rows))
        {
            text.Append($"| {MarkdownText.Inline(route.Name, 80)} | {Figures.Count(route.Requests)} | {ReportText.Rate(route.RequestsPerSecond)} | ")
                .Append($"{(route.SuccessRate is { } rate ? Figures.Share(rate.Value) : "no request")} | ")
                .Append(route.Response is { } l ? Figures.Milliseconds(l.Average) : ReportText.Nothing);
            foreach (var p in Percentile.Standard)
            {
                text.Append(" | ").Append(ReportText.Percentile(route.Response?.At(p)));
            }

            text.Append($" | {(route.Response is { } latency ? Figures.Milliseconds(latency.Max) : ReportText.Nothing)} | {MarkdownText.Inline(ReportText.Failures(route))} |\n");
        }

        var table = text.Append(More(routes.Length - rows, "routes, which failed less and were faster,")).ToString();
        return routes.Length <= 10 ? $"### Routes\n\n{table}" : Folded($"Routes ({routes.Length})", table);
    }

    private static string Stages(ReportModel model, int rows)
    {
        if (model.Stages.Count == 0)
        {
            return "";
        }

        var text = new StringBuilder("| stage | status | time | |\n|---|---|--:|---|\n");
        foreach (var stage in model.Stages.Take(rows))
        {
            var words = string.Join(": ", new[] { stage.Summary, stage.Reason }.Where(t => !string.IsNullOrEmpty(t)));
            text.Append($"| {MarkdownText.Inline(stage.Name, 40)} | {MarkdownText.Inline(stage.Status, 20)} | {ReportText.Duration(stage.Duration)} | {MarkdownText.Inline(words)} |\n");
        }

        var counts = string.Join(", ", model.Stages.GroupBy(s => s.Status).Select(g => $"{g.Count()} {MarkdownText.Inline(g.Key, 20)}"));
        return Folded($"Stages ({counts})", text.Append(More(model.Stages.Count - rows, "stages")).ToString());
    }

    private static MarkdownSection Evidence(ReportModel model) => model.Evidence.Count == 0
        ? Fixed(9, "")
        : new MarkdownSection(9, [.. EvidenceLines.Select(n => Folded("Evidence", MarkdownText.Fence(model.Evidence, most: n))), ""]);

    private static string Scan(ReportModel model)
    {
        if (model.Scan is not { } scan)
        {
            return "";
        }

        var counts = string.Join(", ", scan.BySeverity.Select(s => $"{s.Value} {MarkdownText.Inline(s.Key, 30)}"));
        return $"**Security scan** ({MarkdownText.Inline(scan.Scanner, 60)}): {(scan.BySeverity.Sum(s => s.Value) == 0 ? "no findings" : counts)}\n";
    }

    private static string Details(ReportModel model)
    {
        var header = model.Header;
        var text = new StringBuilder("Repeat it with\n\n").Append(MarkdownText.Fence([header.Command], "sh")).Append("\n| | |\n|---|---|\n");
        Row(text, "run", header.RunId);
        Row(text, "commit", header.Commit ?? "not known");
        Row(text, "started", header.Started.ToString("u", System.Globalization.CultureInfo.InvariantCulture));
        Row(text, "cluster", header.Cluster);
        foreach (var (name, value) in header.Machine.Concat(header.Versions).Concat(header.Options.Select(o => KeyValuePair.Create("--" + o.Key, o.Value))).Take(60))
        {
            Row(text, name, value);
        }

        if (model.Metrics is { } metrics)
        {
            var load = metrics.Load;
            Row(text, "load", $"{load.Model} model, {load.Arrivals ?? "no"} arrivals, {load.Connections} connections, {(load.Loops is { } loops ? $"{loops} loops, " : "")}engine {load.Engine}");
            Row(text, "send lag (of the generator itself)", metrics.Lag is { } lag ? $"p99 {ReportText.Percentile(lag.At(99))}, max {Figures.Milliseconds(lag.Max)}" : "not recorded");
            Row(text, "intervals", metrics.Confidence?.Method ?? "none: written by version 1");
        }

        if (model.Artifacts.Count > 0)
        {
            Row(text, "files", string.Join(", ", model.Artifacts.Take(20)));
        }

        return Folded("Details", text.ToString());
    }

    private static void Row(StringBuilder text, string name, string value) => text.Append($"| {MarkdownText.Inline(name, 60)} | {MarkdownText.Inline(value, 300)} |\n");

    private static void Lines(StringBuilder text, IReadOnlyList<string> lines, int most, string what)
    {
        foreach (var line in lines.Take(most))
        {
            text.Append("- ").Append(MarkdownText.Inline(line, 300)).Append('\n');
        }

        if (lines.Count > most)
        {
            text.Append($"- and {lines.Count - most} more {what}, listed in report.html\n");
        }
    }

    private static string More(int count, string what) => count > 0 ? $"\n{count} more {what} are in report.html and metrics.json.\n" : "";

    private static string Folded(string summary, string content) => $"<details><summary>{summary}</summary>\n\n{content}\n</details>\n";

    private static MarkdownSection Fixed(int importance, string text) => new(importance, [text]);

    private static MarkdownSection Optional(int importance, string text) => new(importance, [text, ""]);

    private static MarkdownSection Shrinking(int importance, int rows, Func<int, string> render, int[] counts)
        => new(importance, [.. counts.Where((n, i) => i == 0 || n < rows).Select(render)]);
}
