using Gauntlet.Metrics.Model;
using Gauntlet.Reports.Load;
using Gauntlet.Reports.Plots;
using Gauntlet.Reports.Writers;

namespace Gauntlet.Reports.Tests.Load;

internal sealed class ResourceReportTests
{
    private static readonly MetricsDocument Metrics = Runs.Document(Runs.Typical()) with { Resources = Runs.Resources };

    private static ReportPart Part => LoadReport.Of(Metrics, earlier: null);

    [Test]
    public void Of_Resources_SetWhatARequestCostsBesideItsLimit()
    {
        var table = (Table)Resources(Part).Blocks[0];

        Assert.That(table.All[0].Select(cell => cell.Text), Is.EqualTo(new[]
        {
            "Deployment ingress-nginx/controller (ingress)", "1", "0.30", "0.40", "none", "0.3 ms", "48.0 MiB", "none", "no limit", "0", "–", "–",
        }));
        Assert.That(table.All[1].Select(cell => cell.Text), Is.EqualTo(new[]
        {
            "Deployment echo/foo", "2", "0.09", "0.10", "0.10", "0.18 ms", "12.0 MiB", "128 MiB", "63.33 %", "1, out of memory 1", "0.00002", "0.00004",
        }));
        Assert.That(table.All[2].Skip(2).Select(cell => cell.Text), Has.All.AnyOf("–", "none"), "what was not measured is no zero");
    }

    [Test]
    public void Of_NoPrices_ShowsNoCost()
    {
        var part = LoadReport.Of(Metrics with { Resources = Runs.Resources with { Prices = null } }, earlier: null);

        Assert.That(((Table)Resources(part).Blocks[0]).Columns.Select(column => column.Head), Has.None.Contains("cost"));
    }

    [Test]
    public void Of_FiguresThatAreMissing_SaysWhy()
    {
        var missing = new ResourceSection { Source = "not measured", Missing = "its pods are simulated" };
        var part = LoadReport.Of(Metrics with { Resources = missing }, earlier: null);

        Assert.That(((Paragraph)Resources(part).Blocks[0]).Text, Is.EqualTo("Not measured: its pods are simulated."));
        Assert.That(part.Checks.Single(check => check.Name == "resources").Outcome, Is.Null, "left out, neither passed nor failed");
        Assert.That(LoadReport.LinesBeside(Metrics with { Resources = new ResourceSection { Source = "x", Missing = "y" } }),
            Is.EqualTo(new[] { "resources: not measured: y" }));
    }

    [Test]
    public void Of_DocumentOfAVersionThatDidNotLook_HasNoSection() =>
        Assert.That(LoadReport.Of(Metrics with { Resources = null }, earlier: null).Sections.Select(section => section.Title), Has.None.EqualTo("Resources"));

    [Test]
    public void Of_LimitInSight_IsALineBesideWhatWasUsed()
    {
        var plots = Part.Sections.SelectMany(section => section.Blocks).OfType<Plot>().ToList();

        var cores = plots.Single(plot => plot.Title == "Processor use of Deployment echo/foo").Draw();
        Assert.That(cores.Marks.Cast<Line>().Select(line => line.Name), Is.EqualTo(new[] { "used", "limit" }));
        Assert.That(((Line)cores.Marks[1]).Points, Is.EqualTo(new[] { (0.0, (double?)0.1), (15.0, 0.1) }));
        Assert.That(plots.Select(plot => plot.Title), Has.Member("Processor use of Deployment ingress-nginx/controller, no limit")
            .And.Member("Memory of Deployment echo/foo, limit 256 MiB, above this plot").And.Member("Processors of this machine"));
    }

    [Test]
    public void Write_Resources_AreSeriesInBaseUnits()
    {
        var text = PrometheusWriter.Write(
            new Document { Run = "run", Outcome = CheckOutcome.Pass, Verdict = "pass", Reasons = [], Sections = [], Series = Part.Series });

        Assert.That(text, Does.Contain("gauntlet_cpu_seconds_per_request{namespace=\"echo\",workload=\"foo\"} 0.00017999999999999998\n")
            .And.Contain("gauntlet_cpu_throttled_ratio{namespace=\"echo\",workload=\"foo\"} 0.6333")
            .And.Contain("gauntlet_memory_working_set_bytes{namespace=\"echo\",workload=\"foo\",stat=\"peak\"} 12582912\n")
            .And.Contain("gauntlet_machine_cores{part=\"nodes\"} 0.7\n").And.Contain("gauntlet_machine_cores{part=\"others\"} 0.1\n"));
        Assert.That(text, Does.Not.Contain("workload=\"bar\""), "not measured is no sample");
    }

    [Test]
    public void Lines_ForATerminal_AreOneAWorkload() => Assert.That(LoadReport.LinesBeside(Metrics), Is.EqualTo(new[]
    {
        "ingress-nginx/controller: 0.30 cores, 0.3 ms of CPU per request, 48.0 MiB at most in a pod, throttled no limit",
        "echo/foo: 0.09 cores, 0.18 ms of CPU per request, 12.0 MiB at most in a pod, throttled 63.33 %",
    }));

    private static Section Resources(ReportPart part) => part.Sections.Single(section => section.Title == "Resources");
}
