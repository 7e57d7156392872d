using System.Net;
using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Recording;
using Gauntlet.Reports.Load;
using Gauntlet.Reports.Plots;
using Gauntlet.Reports.Writers;

namespace Gauntlet.Reports.Tests.Load;

internal sealed class LoadReportTests
{
    private static IEnumerable<TestCaseData> Plots()
    {
        yield return new TestCaseData(Runs.Typical(), 6).SetArgDisplayNames("typical");
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
        var part = LoadReport.Of(
            Runs.Document(Runs.Typical()) with { Thresholds = [stored with { Outcome = CheckOutcome.Pass, Expression = "held" }, stored] }, earlier: null);

        var table = (Table)part.Sections.Single(section => section.Title == "Thresholds").Blocks.Single();

        Assert.That(table.All.Select(row => row[0].Text), Is.EqualTo(new[] { "p(95) < 1ms", "held" }), "what failed comes first");
        Assert.That(part.Checks.Where(check => check.Suite == "thresholds").Select(check => check.Outcome),
            Is.EqualTo(new[] { CheckOutcome.Pass, CheckOutcome.Fail }));
    }

    [Test]
    public void Of_WhatHappenedBesideTheLoad_IsATimelineInItsSeconds()
    {
        Moment[] own = [new(-3, "the load began"), new(15, "the load ended")];
        var quiet = LoadReport.Of(Runs.Document(Runs.Typical()) with { Timeline = own }, earlier: null);
        var part = LoadReport.Of(
            Runs.Document(Runs.Typical()) with { Timeline = [own[0], new(7, "Pod echo/foo-1: Unhealthy: Readiness probe failed"), own[1]] }, earlier: null);

        var section = part.Sections.Single(section => section.Title == "Timeline of the load");

        Assert.That(quiet.Sections.Select(s => s.Title), Has.None.EqualTo("Timeline of the load"), "nothing happened");
        Assert.That(((Table)section.Blocks[0]).All.Select(row => string.Join("|", row.Select(cell => cell.Text))), Is.EqualTo(new[]
        {
            "-3.0|the load began", "7.0|Pod echo/foo-1: Unhealthy: Readiness probe failed", "15.0|the load ended",
        }));
    }

    [Test]
    public void Of_SecondsWithTooFewRequestsForP95_SaysSoInThePlotsTitle()
    {
        var metrics = Runs.Document(Runs.Typical());
        metrics = metrics with { Seconds = [.. metrics.Seconds.Select(second => second with { P50 = 1, P95 = null, P99 = null })] };

        var plots = LoadReport.Of(metrics, earlier: null).Sections.SelectMany(section => section.Blocks).OfType<Plot>();

        Assert.That(plots.Select(plot => plot.Title), Has.One.StartsWith("Response time over the run, p50: a second has too few requests for p95"));
    }

    [TestCase("p(95) < 9ms", 9, true, TestName = "Of_LimitInSight_IsDrawn")]
    [TestCase("p(95) < 900000ms", 900_000, false, TestName = "Of_LimitFarAbove_IsNamed")]
    [TestCase("p(95){route:foo} < 9ms", 9, null, TestName = "Of_LimitOfOneRoute_IsNotThatOfAll")]
    [TestCase("<script>", 9, null, TestName = "Of_LimitOfAStranger_IsNone")]
    public void Of_Limits(string expression, double limit, bool? drawn)
    {
        var metrics = Runs.Document(Runs.Typical()) with
        {
            Thresholds = [new ThresholdResult(expression, FigureUnit.Milliseconds, 7, limit, 2, 100, CheckOutcome.Pass, "holds")],
        };

        var plot = LoadReport.Of(metrics, earlier: null).Sections.SelectMany(section => section.Blocks).OfType<Plot>()
            .Single(plot => plot.Title.StartsWith("Response time over the run", StringComparison.Ordinal));

        Assert.That(plot.Title.EndsWith("above this plot", StringComparison.Ordinal), Is.EqualTo(drawn == false), plot.Title);
        Assert.That(plot.Draw().Marks.Any(mark => mark is Line { Style: "bad", Name: "limit of p95" }), Is.EqualTo(drawn == true));
    }

    [Test]
    public void Of_SeveralRoutes_DrawsALineForEach()
    {
        var plot = LoadReport.Of(Runs.Document(Runs.Typical()), earlier: null).Sections.SelectMany(section => section.Blocks).OfType<Plot>()
            .Single(plot => plot.Title.StartsWith("Each route over the run", StringComparison.Ordinal));

        Assert.That(plot.Draw().Marks.Select(mark => mark.Name), Is.EqualTo(Runs.Document(Runs.Typical()).Routes.Select(route => route.Name).Order()));
    }

    /// <summary>Every report says where all requests are, and which of them were sent twice.</summary>
    [Test]
    public void Write_RequestsThatWereDroppedAndRetried_AreInEveryReport()
    {
        var recorder = new Recorder(2, 15, 100);
        for (var i = 0; i < 8; i++)
        {
            recorder.Record(0, 0, 1_000, 1_000, i == 0 ? Outcome.Reset : Outcome.Success);
        }

        foreach (var cause in Enum.GetValues<DropCause>())
        {
            recorder.RecordDrop(0, 0, 10_000_000, cause);
        }

        var run = Runs.Of(recorder, dropped: 4) with { Totals = new LoadTotals(15, 7, 1, 4, 3, IdleRetries: 2) };
        var part = LoadReport.Of(Runs.Document(run), earlier: null);
        var document = new Document
        {
            Run = "run",
            Outcome = CheckOutcome.Fail,
            Verdict = "fail",
            Reasons = [],
            Notes = part.Notes,
            Checks = part.Checks,
            Series = part.Series,
            Sections = [.. part.Sections, new Section("Facts", Importance.Background, Table.Of("facts", part.Facts))],
        };
        const string Accounts = "15 scheduled = 11 sent + 4 dropped; 11 sent = 7 completed + 1 failed + 3 pending; 2 sent once more";

        foreach (var text in new[] { HtmlWriter.Write(document), MarkdownWriter.Write(document, 100_000), JUnitWriter.Write(document) })
        {
            Assert.That(WebUtility.HtmlDecode(text), Does.Contain(Accounts));
        }

        Assert.That(
            PrometheusWriter.Write(document),
            Does.Contain("gauntlet_accounts{account=\"retried\"} 2\n").And.Contain("gauntlet_accounts{account=\"sent\"} 11\n")
                .And.Contain("gauntlet_dropped{route=\"foo\",cause=\"local-limit\"} 1\n"));
        Assert.That(part.Notes, Has.Some.StartsWith("2 requests were sent once more").And.Some.EndsWith("nothing is known of it: bar."));
        Assert.That(part.Notes.Count(note => note.StartsWith("1 of 15 scheduled requests were due and never sent: ", StringComparison.Ordinal)), Is.EqualTo(4));
    }

    /// <summary>A time above the range was not measured, and is not shown as if it were.</summary>
    [Test]
    public void Of_TimesAboveTheRange_AreShownAsTheLeastTheyCanBe()
    {
        var recorder = new Recorder(1, 15, 1_000);
        for (var i = 0; i < 400; i++)
        {
            recorder.Record(0, i / 100, i < 300 ? 1_000 : 90_000_000, 1_000, Outcome.Success);
        }

        var part = LoadReport.Of(Runs.Document(Runs.Of(recorder, ["foo"])), earlier: null);
        var figures = (Table)part.Sections.Single(section => section.Title == "All figures of the load").Blocks[0];

        Assert.That(figures.All.ToDictionary(row => row[0].Text, row => row[1].Text), Is.SupersetOf(new Dictionary<string, string>
        {
            ["p50"] = "1.00 ms",
            ["p95"] = "≥ 60,000 ms",
            ["max"] = "≥ 60,000 ms",
            ["average"] = "≥ 15,001 ms",
        }));
    }

    /// <summary>What a reviewer asks first is not below a fold; what stands there for the rest says in its title whether it has to be opened.</summary>
    [TestCase(int.MaxValue, Fold.InComments, "2, none with errors")]
    [TestCase(7, Fold.Never, "2, 2 with errors")]
    public void Of_Routes_AreFoldedWhereNoneFails(int failEvery, Fold fold, string hint)
    {
        var routes = LoadReport.Of(Runs.Document(Runs.Typical(failEvery)), earlier: null).Sections.Single(section => section.Title == "Routes");

        Assert.That((routes.Fold, routes.Hint), Is.EqualTo((fold, hint)));
    }

    [TestCase(CheckOutcome.Pass, Fold.InComments)]
    [TestCase(CheckOutcome.Fail, Fold.Never)]
    [TestCase(CheckOutcome.Inconclusive, Fold.Never)]
    public void Of_Thresholds_AreFoldedWhereAllHold(CheckOutcome outcome, Fold fold)
    {
        var stored = new ThresholdResult("p(95) < 1ms", FigureUnit.Milliseconds, 7, 1, -6, 100, outcome, "why");
        var part = LoadReport.Of(Runs.Document(Runs.Typical()) with { Thresholds = [stored with { Outcome = CheckOutcome.Pass }, stored] }, earlier: null);

        Assert.That(part.Sections.Single(section => section.Title == "Thresholds").Fold, Is.EqualTo(fold));
    }

    [Test]
    public void Of_RunOfTheBaseBranch_StandsBesideThisRunsFigures()
    {
        var metrics = Runs.Document(Runs.Typical());
        var p95 = metrics.Overall.Response!.At(95)!.Value!.Value;

        var part = LoadReport.Of(metrics, new EarlierRun("main at 305fba7", new Headline(null, p95 / 2, 5.4, 1000, 1)));

        var table = (Table)part.Sections.Single(section => section.Title == "Load").Blocks[0];
        Assert.That(table.Columns.Select(column => column.Head), Is.EqualTo(new[] { "", "this run", "95 % interval", "main at 305fba7", "change" }));
        Assert.That(table.All.Single(row => row[0].Text == "p95").Select(cell => cell.Text).Skip(3),
            Is.EqualTo(new[] { Metrics.Model.Figures.Milliseconds(p95 / 2), "+100.0 %" }));
        Assert.That(table.All.Single(row => row[0].Text == "p50").Select(cell => cell.Text).Skip(3), Is.EqualTo(new[] { "–", "–" }));
        Assert.That(part.Headline, Does.EndWith($"(main at 305fba7: {Metrics.Model.Figures.Milliseconds(p95 / 2)}, +100.0 %)"));
    }

    private static IEnumerable<TestCaseData> Before()
    {
        yield return new TestCaseData(new Func<Headline, Headline>(same => same), Array.Empty<string>()).SetArgDisplayNames("the same");
        yield return new TestCaseData(new Func<Headline, Headline>(same => same with { P95 = same.P95 * 3 }), new[] { "p95" }).SetArgDisplayNames("slower");
        yield return new TestCaseData(new Func<Headline, Headline>(same => same with { P99 = null }), new[] { "p99" }).SetArgDisplayNames("not known");
        yield return new TestCaseData(new Func<Headline, Headline>(same => same with { P50 = 0, SuccessRate = 0.5 }), new[] { "p50", "success" })
            .SetArgDisplayNames("two");
        yield return new TestCaseData(new Func<Headline, Headline>(same => same with { RequestsPerSecond = 1 }), Array.Empty<string>())
            .SetArgDisplayNames("a rate has no interval");
    }

    [TestCaseSource(nameof(Before))]
    public void Since_RunBefore_NamesWhatLiesOutsideTheInterval(Func<Headline, Headline> before, string[] changed)
    {
        var metrics = Runs.Document(Runs.Typical());

        var changes = LoadChanges.Since(before(Headline.Of(metrics.Overall)), metrics);

        Assert.That(changes.Select(change => change.Split(' ')[0]), Is.EqualTo(changed));
        Assert.That(changes, Is.All.Contains(" → "));
    }

    /// <summary>A stranger's file may lack what every plot is drawn from; only who draws it minds.</summary>
    [Test]
    public void Of_FiguresWithoutSecondsAndBars_IsMadeWithoutDrawing()
    {
        var metrics = Runs.Document(Runs.Typical()) with { Seconds = [], Distribution = [] };

        Assert.That(() => LoadReport.Of(metrics, earlier: null), Throws.Nothing);
    }
}
