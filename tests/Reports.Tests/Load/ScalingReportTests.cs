using Gauntlet.Metrics.Model;
using Gauntlet.Reports.Load;
using Gauntlet.Reports.Plots;
using Gauntlet.Reports.Writers;

namespace Gauntlet.Reports.Tests.Load;

internal sealed class ScalingReportTests
{
    private const string Line =
        "Deployment echo/foo by HorizontalPodAutoscaler foo-cpu: 2 → 3 → 4 ready of 2 to 6, the first more after 12.5 s";

    private static readonly MetricsDocument Metrics = Runs.Document(Runs.Typical()) with { Scaling = Runs.Scaling };

    private static ReportPart Part => LoadReport.Of(Metrics, earlier: null);

    [Test]
    public void Of_Scaling_IsALineOutsideOfAnyFold()
    {
        var section = Part.Sections.Single(section => section.Title == "Scaling");

        Assert.That(section.Fold, Is.EqualTo(Fold.Never));
        Assert.That(section.Blocks.Cast<Paragraph>().Select(paragraph => paragraph.Text), Is.EqualTo(new[] { Line }));
        Assert.That(LoadReport.LinesBeside(Metrics), Is.EqualTo(new[] { Line }), "the terminal has it too");
    }

    [Test]
    public void Of_Timeline_HasEveryMomentInOrder()
    {
        var table = Part.Sections.Single(section => section.Title == "Timeline of the scaling").Blocks.OfType<Table>().Single();

        Assert.That(table.All.Select(row => string.Join("|", row.Select(cell => cell.Text))), Is.EqualTo(new[]
        {
            "-4.0|2|2|2|", "-4.0||||AbleToScale=True: SucceededGetScale", "-4.0||||ScalingActive=False: FailedGetResourceMetric: no metrics returned",
            "2.0||||ScalingActive=True: ValidMetricFound: from cpu resource utilization", "6.0|4|2|2|",
            "6.0||||SuccessfulRescale: New size: 4; reason: cpu resource utilization above target", "7.0|4|4|2|", "9.5|4|4|3|", "10.0|4|4|4|",
        }));
    }

    [Test]
    public void Draw_Replicas_AreStairsOnTheAxisOfTheLoad()
    {
        var plot = Part.Sections.SelectMany(section => section.Blocks).OfType<Plot>().Single(plot => plot.Title == "Replicas of Deployment echo/foo").Draw();

        Assert.That(plot.Marks.Cast<Reports.Plots.Line>().Select(line => line.Name), Is.EqualTo(new[] { "desired", "current", "ready" }));
        Assert.That(((Reports.Plots.Line)plot.Marks[0]).Points, Is.EqualTo(new[] { (0.0, (double?)2.0), (6.0, 2.0), (6.0, 4.0), (15.0, 4.0) }));
    }

    [Test]
    public void Write_Scaling_IsSeriesAndAnAttribute()
    {
        var document = new Document
        {
            Run = "run",
            Outcome = CheckOutcome.Pass,
            Verdict = "pass",
            Reasons = [],
            Sections = [.. Part.Sections],
            Series = Part.Series,
            Checks = Part.Checks,
        };

        Assert.That(PrometheusWriter.Write(document), Does.Contain("gauntlet_hpa_replicas{namespace=\"echo\",workload=\"foo\",stat=\"before\"} 2\n")
            .And.Contain("gauntlet_hpa_replicas{namespace=\"echo\",workload=\"foo\",stat=\"max\"} 4\n")
            .And.Contain("gauntlet_hpa_time_to_scale_seconds{namespace=\"echo\",workload=\"foo\"} 12.5\n")
            .And.Contain("gauntlet_hpa_active{namespace=\"echo\",workload=\"foo\"} 1\n"));
        Assert.That(JUnitWriter.Write(document), Does.Contain("scaling of echo/foo").And.Contain("2 → 3 → 4 ready"));
    }

    [Test]
    public void Of_NoMetrics_NamesTheCondition()
    {
        var inactive = Runs.Scaling.Autoscalers[0] with
        {
            Steps = [new(-4, 2, 2, 2)],
            TimeToScale = null,
            Flaps = 3,
            Conditions = [new(-4, "ScalingActive", "False", "FailedGetResourceMetric", "no metrics")],
        };

        Assert.That(Lines(Runs.Scaling with { Autoscalers = [inactive] }), Is.EqualTo(new[]
        {
            "Deployment echo/foo by HorizontalPodAutoscaler foo-cpu: 2 ready of 2 to 6, none more under the load, changed its mind 3 times; "
                + "ScalingActive=False: FailedGetResourceMetric: no metrics",
        }));
    }

    [Test]
    public void Of_WhatWasNotSeen_IsSaidAndNoSample()
    {
        var missing = Runs.Scaling with { Missing = "the API server did not tell to the end", Autoscalers = [Runs.Scaling.Autoscalers[0] with { Steps = [] }] };
        var part = LoadReport.Of(Metrics with { Scaling = missing }, earlier: null);

        Assert.That(Lines(missing), Is.EqualTo(new[] { "scaling: not measured: the API server did not tell to the end" }));
        Assert.That(part.Checks.Single(check => check.Name == "scaling of echo/foo").Outcome, Is.Null, "left out, neither passed nor failed");
        Assert.That(part.Series.Where(series => series.Name.StartsWith("gauntlet_hpa_", StringComparison.Ordinal))
            .SelectMany(series => series.Samples), Is.Empty);
        Assert.That(Lines(missing with { Missing = null }), Is.EqualTo(new[] { "Deployment echo/foo by HorizontalPodAutoscaler foo-cpu: it was not seen" }));
    }

    [Test]
    public void Of_NothingThatScales_HasNoSection() => Assert.That(
        LoadReport.Of(Metrics with { Scaling = null }, earlier: null).Sections.Select(section => section.Title), Has.None.Contains("caling"));

    private static IEnumerable<string> Lines(ScalingSection scaling) => LoadReport.LinesBeside(Metrics with { Scaling = scaling });
}
