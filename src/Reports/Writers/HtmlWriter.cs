using System.Globalization;
using System.Net;
using System.Text;
using Gauntlet.Metrics.Model;
using Gauntlet.Reports.Plots;
using Gauntlet.Metrics.Statistics;

namespace Gauntlet.Reports;

/// <summary>The report as one HTML file that loads nothing: no script, no font, no style from elsewhere.</summary>
public static class HtmlReport
{
    /// <summary>Renders the report.</summary>
    public static string Render(ReportModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var html = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        html.Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">");
        html.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">");
        html.Append($"<title>{ReportText.Verdict(model.Verdict)} · Gauntlet {Text(model.Header.RunId)}</title><style>{HtmlStyle.Css}</style></head><body><main>");
        Head(html, model);
        Lines(html, "What went wrong first", model.FirstCause, open: true);
        Load(html, model);
        Thresholds(html, model);
        if (model.Metrics is { Overall.Requests: > 0 } metrics)
        {
            Plots(html, metrics);
            Routes(html, metrics);
        }

        Stages(html, model);
        Scan(html, model);
        Lines(html, "Evidence", model.Evidence, open: false);
        Details(html, model);
        return html.Append("</main></body></html>\n").ToString();
    }

    private static void Head(StringBuilder html, ReportModel model)
    {
        html.Append($"<header class=\"{model.Verdict.ToString().ToLowerInvariant()}\"><h1>{ReportText.Verdict(model.Verdict)}</h1><ul>");
        foreach (var reason in model.Reasons)
        {
            html.Append($"<li>{Text(reason)}</li>");
        }

        html.Append("</ul>");
        if (model.Metrics is { Overall: { Requests: > 0, SuccessRate: { } rate } overall } metrics)
        {
            html.Append($"<p class=\"headline\">{Figures.Count(overall.Requests)} requests · {ReportText.Rps(metrics)} · {Figures.Share(rate.Value)} successful")
                .Append(overall.Response?.At(95) is { Value: { } p95 } ? $" · p95 {Figures.Milliseconds(p95)}</p>" : "</p>");
        }

        string?[] run = [model.Header.Ref, model.Header.Commit?[..Math.Min(12, model.Header.Commit.Length)], $"{model.Header.Cluster} cluster", $"{model.Header.Started:u}"];
        html.Append("<p class=\"run\">").AppendJoin(" · ", run.OfType<string>().Select(Text)).Append("</p></header>");
        var notes = ReportText.Notes(model).ToArray();
        if (notes.Length > 0)
        {
            html.Append("<ul class=\"notes\">").AppendJoin("", notes.Select(n => $"<li>{Text(n)}</li>")).Append("</ul>");
        }
    }

    private static void Load(StringBuilder html, ReportModel model)
    {
        html.Append("<section><h2>Load</h2>");
        if (ReportText.NoFigures(model) is { } none)
        {
            html.Append($"<p>{Text(none)}</p></section>");
            return;
        }

        var metrics = model.Metrics!;
        string[] before = model.Baseline is { } baseline ? [$"before ({baseline.Name})", "change"] : [];
        Table(html, ["", "response time", "95 % interval", "service time", .. before], ReportText.Rows(metrics, model.Baseline).Select(r =>
            (string[])[r.Name, r.Response, r.Interval, r.Service, .. before.Length > 0 ? new[] { r.Before, r.Change } : []]));
        html.Append($"<p class=\"small\">Percentiles: {Text(metrics.Percentiles.Definition)}, {Text(metrics.Percentiles.Description)}. Warm-up of ")
            .Append($"{Figures.Count(metrics.Load.WarmUpRequests)} requests in {Figures.Seconds(metrics.Load.WarmUpSeconds)} excluded. Seed {metrics.Load.Seed}. ")
            .Append($"Intervals: {Text(metrics.Confidence?.Method ?? "none")}.</p></section>");
    }

    private static void Thresholds(StringBuilder html, ReportModel model)
    {
        if (model.Thresholds.Count == 0)
        {
            return;
        }

        html.Append("<section><h2>Thresholds</h2>");
        Table(html, ["threshold", "outcome", "measured", "margin", "samples"], model.Thresholds.Select(t => (string[])
            [
                t.Expression, t.Outcome.ToString().ToLowerInvariant(), t.Actual is { } actual ? Figures.Of(actual, t.Unit) : t.Reason,
                t.Margin is { } margin ? Figures.Margin(margin, t.Limit, t.Unit) : ReportText.Nothing, Figures.Count(t.Samples),
            ]));
        html.Append("</section>");
    }

    private static void Plots(StringBuilder html, MetricsDocument metrics)
    {
        html.Append("<section class=\"plots\">");
        foreach (var plot in LoadPlots.All(metrics))
        {
            var rows = plot.Marks.OfType<Spans>().Select(s => s.Rows.Count).FirstOrDefault();
            var height = rows > 0 ? 96 + rows * 24 : 300;

            // Text does not shrink with the drawing: a phone gets a drawing of its own.
            html.Append($"<figure><div class=\"wide\">{SvgPlotWriter.Write(plot, 600, height)}</div><div class=\"narrow\">{SvgPlotWriter.Write(plot, 340, Math.Max(height, 240))}</div></figure>");
        }

        html.Append("</section>");
    }

    private static void Routes(StringBuilder html, MetricsDocument metrics)
    {
        html.Append("<section><h2>Routes</h2><p class=\"small\">Response times; the 95 % interval stands below each figure.</p>");
        string[] heads = ["route", "requests", "per second", "success", "average", .. Percentile.Standard.Select(Percentile.Name), "max", "failures"];
        Table(html, heads, metrics.Routes.Select(r => (string[])
            [
                r.Name, Figures.Count(r.Requests), ReportText.Rate(r.RequestsPerSecond),
                r.SuccessRate is { } rate ? $"{Figures.Share(rate.Value)}\n{ReportText.Interval(rate)}" : "no request",
                r.Response is { } l ? Figures.Milliseconds(l.Average) : ReportText.Nothing,
                .. Percentile.Standard.Select(p => WithInterval(r.Response?.At(p), "\n{0}")),
                r.Response is { } latency ? Figures.Milliseconds(latency.Max) : ReportText.Nothing, ReportText.Failures(r),
            ]));
        html.Append("</section>");
    }

    private static string WithInterval(PercentileValue? value, string interval)
        => ReportText.Percentile(value) + (value is { Value: not null, Low: not null } ? string.Format(CultureInfo.InvariantCulture, interval, ReportText.Interval(value)) : "");

    private static void Stages(StringBuilder html, ReportModel model)
    {
        html.Append("<section><h2>Stages</h2>");
        Table(html, ["stage", "status", "time", "what it did"], model.Stages.Select(s => (string[])
            [s.Name, s.Status, ReportText.Duration(s.Duration), string.Join(": ", new[] { s.Summary, s.Reason }.Where(t => !string.IsNullOrEmpty(t)))]));
        html.Append("</section>");
    }

    private static void Scan(StringBuilder html, ReportModel model)
    {
        if (model.Scan is { } scan)
        {
            html.Append($"<section><h2>Security scan</h2><p>{Text(scan.Scanner)}</p>");
            Table(html, ["severity", "findings"], scan.BySeverity.Select(s => (string[])[s.Key, Figures.Count(s.Value)]));
            html.Append("</section>");
        }
    }

    private static void Details(StringBuilder html, ReportModel model)
    {
        var header = model.Header;
        html.Append($"<section><h2>Repeat it</h2><pre>{Text(header.Command)}</pre><details><summary>Machine, versions and options</summary>");
        var rows = new (string, string)[] { ("run", header.RunId), ("commit", header.Commit ?? "not known"), ("cluster", header.Cluster) }
            .Concat(header.Machine.Concat(header.Versions).Select(p => (p.Key, p.Value)))
            .Concat(header.Options.Select(o => ("--" + o.Key, o.Value)))
            .Concat(model.Metrics is { } m ? LoadRows(m) : []);
        Table(html, ["", ""], rows.Select(r => (string[])[r.Item1, r.Item2]));
        html.Append("</details>");
        if (model.Artifacts.Count > 0)
        {
            html.Append("<p>Files: ").AppendJoin(", ", model.Artifacts.Select(a => $"<code>{Text(a)}</code>")).Append("</p>");
        }

        html.Append("</section>");
    }

    private static IEnumerable<(string, string)> LoadRows(MetricsDocument metrics)
    {
        var load = metrics.Load;
        yield return ("load", $"{load.Model} model, {load.Arrivals ?? "no"} arrivals, {load.Connections} connections, {(load.Loops is { } loops ? $"{loops} loops, " : "")}engine {load.Engine}, reuse {load.Reuse}");
        yield return ("send lag (of the generator itself)", metrics.Lag is { } lag ? $"p99 {WithInterval(lag.At(99), " [{0}]")}, max {Figures.Milliseconds(lag.Max)}" : "not recorded");
        yield return ("generator processor", load.ProcessorCores is { } cores ? $"{Figures.Number(cores)} cores" : "not known");
        yield return ("withheld by the host of this machine", load.StolenShare is { } stolen ? $"{Figures.Share(stolen)} of the processor time" : "not known");
        var totals = metrics.Totals;
        yield return ("accounting", $"{Figures.Count(totals.Scheduled)} scheduled = {Figures.Count(totals.Completed)} completed + {Figures.Count(totals.Failed)} failed "
            + $"+ {Figures.Count(totals.Dropped)} dropped + {Figures.Count(totals.Pending)} pending");
    }

    private static void Lines(StringBuilder html, string title, IReadOnlyList<string> lines, bool open)
    {
        if (lines.Count > 0)
        {
            html.Append($"<section><details{(open ? " open" : "")}><summary>{title}</summary><pre>{Text(string.Join('\n', lines))}</pre></details></section>");
        }
    }

    private static void Table(StringBuilder html, string[] heads, IEnumerable<string[]> rows)
    {
        html.Append("<div class=\"scroll\" tabindex=\"0\"><table>");
        if (heads.Any(h => h.Length > 0))
        {
            html.Append("<thead><tr>").AppendJoin("", heads.Select(h => $"<th scope=\"col\">{Text(h)}</th>")).Append("</tr></thead>");
        }

        html.Append("<tbody>");
        foreach (var row in rows)
        {
            html.Append($"<tr><th scope=\"row\">{Text(row[0])}</th>").AppendJoin("", row.Skip(1).Select(Cell)).Append("</tr>");
        }

        html.Append("</tbody></table></div>");
    }

    /// <summary>A cell; what follows a line break stands small under the first line.</summary>
    private static string Cell(string text)
        => text.Split('\n', 2) is [var value, var below] ? $"<td>{Text(value)}<small>{Text(below)}</small></td>" : $"<td>{Text(text)}</td>";

    /// <summary>Encoded, and without the control characters that HTML has no place for.</summary>
    private static string Text(string text)
        => WebUtility.HtmlEncode(string.Concat(text.EnumerateRunes().Select(r => r.Value is < 0x20 and not ('\t' or '\n') or 0x7F ? "\uFFFD" : r.ToString())));
}
