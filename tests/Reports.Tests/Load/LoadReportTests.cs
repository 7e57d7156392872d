using Gauntlet.Metrics.Model;
using Gauntlet.Reports.Load;
using Gauntlet.Reports.Plots;

namespace Gauntlet.Reports.Tests.Load;

internal sealed class LoadReportTests
{
    private static IEnumerable<TestCaseData> Plots()
    {
        yield return new TestCaseData(Runs.Typical(), 5).SetArgDisplayNames("typical");
        yield return new TestCaseData(Runs.One(), 4).SetArgDisplayNames("one request makes no curve");
        yield return new TestCaseData(Runs.Empty(), 0).SetArgDisplayNames("no request");
    }

    [TestCaseSource(nameof(Plots))]
    public void Of_Run_DrawsWhatWasMeasured(LoadRun run, int plots) =>
        Assert.That(LoadReport.Of(Runs.Document(run), earlier: null).Sections.SelectMany(section => section.Blocks).OfType<Plot>().Count(), Is.EqualTo(plots));

    /// <summary>What is not in the file is not worked out again: the judge's word stands.</summary>
    [Test]
    public void Of_FiguresOfAVersionThatKeptNoThresholds_SaysSo()
    {
        var metrics = Runs.Document(Runs.Typical());
        Assume.That(metrics.Thresholds, Is.Null);

        var section = LoadReport.Of(metrics, earlier: null).Sections.Single(section => section.Title == "Thresholds");

        Assert.That(((Paragraph)section.Blocks.Single()).Text, Does.Contain("kept no results"));
    }

    [Test]
    public void Of_StoredThresholds_AreShownAsTheyAreStored()
    {
        var stored = new ThresholdResult("p(95) < 1ms", FigureUnit.Milliseconds, 7, 1, -6, 100, CheckOutcome.Fail, "breached");
        var part = LoadReport.Of(Runs.Document(Runs.Typical()) with { Thresholds = [stored with { Outcome = CheckOutcome.Pass, Expression = "held" }, stored] }, earlier: null);

        var table = (Table)part.Sections.Single(section => section.Title == "Thresholds").Blocks.Single();

        Assert.That(table.All.Select(row => row[0].Text), Is.EqualTo(new[] { "p(95) < 1ms", "held" }), "what failed comes first");
        Assert.That(part.Checks.Select(check => check.Outcome), Is.EqualTo(new[] { CheckOutcome.Pass, CheckOutcome.Fail }));
    }

    /// <summary>A stranger's file may lack what every plot is drawn from; only who draws it minds.</summary>
    [Test]
    public void Of_FiguresWithoutSecondsAndBars_IsMadeWithoutDrawing()
    {
        var metrics = Runs.Document(Runs.Typical()) with { Seconds = [], Distribution = [] };

        Assert.That(() => LoadReport.Of(metrics, earlier: null), Throws.Nothing);
    }
}
