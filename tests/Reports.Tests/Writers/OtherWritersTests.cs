using System.Text.RegularExpressions;
using System.Xml.Linq;
using Gauntlet.Metrics.Model;
using Gauntlet.Reports.Plots;
using Gauntlet.Reports.Writers;

namespace Gauntlet.Reports.Tests.Writers;

internal sealed partial class OtherWritersTests
{
    [TestCaseSource(typeof(Documents), nameof(Documents.All))]
    public void JUnit_AnyReport_IsXmlThatCountsItsCases(Document document)
    {
        var root = XDocument.Parse(JUnitWriter.Write(document)).Root!;

        foreach (var suite in root.Elements("testsuite"))
        {
            Assert.That((int)suite.Attribute("tests")!, Is.EqualTo(suite.Elements("testcase").Count()));
            Assert.That((int)suite.Attribute("failures")!, Is.EqualTo(suite.Descendants("failure").Count()));
            Assert.That((int)suite.Attribute("errors")!, Is.EqualTo(suite.Descendants("error").Count()));
            Assert.That((int)suite.Attribute("skipped")!, Is.EqualTo(suite.Descendants("skipped").Count()));
        }

        Assert.That(root.Descendants("testcase").Count(), Is.EqualTo(document.Checks.Count));
    }

    [TestCaseSource(typeof(Documents), nameof(Documents.All))]
    public void Prometheus_AnyReport_IsTextFormat(Document document)
    {
        var lines = PrometheusWriter.Write(document).Split('\n')[..^1];

        Assert.That(lines, Is.Not.Empty.And.All.Match(PrometheusLine()));
        Assert.That(lines.Where(l => l[0] != '#').Select(l => l[..l.LastIndexOf(' ')]), Is.Unique);
    }

    [TestCaseSource(typeof(Documents), nameof(Documents.All))]
    public void Html_AnyReport_LoadsNothingAndInventsNoNumber(Document document)
    {
        var html = HtmlWriter.Write(document);

        Assert.That(html, Does.Not.Contain("<script").And.Not.Contain("<img").And.Not.Contain("<link").And.Not.Contain("src=").And.Not.Contain("NaN")
            .And.Not.Contain("∞"));
        Assert.That(HtmlPlots().Count(html), Is.EqualTo(2 * document.Sections.SelectMany(section => section.Blocks).OfType<Plot>().Count()),
            "one for a wide page and one for a phone");
    }

    /// <summary>The browser shows them as tooltips.</summary>
    [Test]
    public void Html_Plots_TellTheirValuesWhereThePointerIs()
    {
        var axis = new Axis("time (s)", value => value / 3, []);
        var lines = new Plot("lines", () => new Drawing(axis, new Axis("cores", value => value / 9, []),
            new Line("c1", "busy", [(0.5, 1.5), (1.5, null), (2.5, 3)]), new Line("bad", "limit", [(0, 9), (3, 9)])));
        var bars = new Plot("bars", () => new Drawing(axis, new Axis("requests", value => value / 9, []),
            new Bars("quiet", "all", [(0, 1, 8), (1, 2, 9)]), new Bars("bad", "failed", [(0, 1, 0), (1, 2, 2)])));
        var spans = new Plot("spans", () => new Drawing(axis, Axis.Rows("route", ["foo"]), new Spans("c1", null, [(0, 1, 2.25)])));

        var html = HtmlWriter.Write(Documents.NoLoad() with { Sections = [new Section("Plots", Importance.Findings, lines, bars, spans)] });

        Assert.That(HoverTitles().Matches(html).Select(match => match.Groups[1].Value).Distinct(), Is.EquivalentTo(new[]
        {
            "time (s): 0.5\nbusy: 1.5", "time (s): 2.5\nbusy: 3", "time (s): 0 – 1\nall: 8\nfailed: 0", "time (s): 1 – 2\nall: 9\nfailed: 2",
            "foo\ntime (s): 1 – 2.25",
        }));
    }

    [Test]
    public void Html_RowThatDidNotPass_IsMarked()
    {
        var table = new Table("checks", ["name", "outcome"],
        [
            ["good", Signs.WithWord(CheckOutcome.Pass)], ["bad", Signs.WithWord(CheckOutcome.Fail)], ["unknown", Signs.WithWord(CheckOutcome.Inconclusive)],
        ]);

        var html = HtmlWriter.Write(Documents.NoLoad() with { Sections = [new Section("Checks", Importance.Checks, table)] });

        Assert.That(html, Does.Contain("<tr><th scope=\"row\">good").And.Contain("<tr class=\"fail\"><th scope=\"row\">bad")
            .And.Contain("<tr class=\"inconclusive\"><th scope=\"row\">unknown"));
    }

    [Test]
    public void Html_FilesBesideTheReport_AreLinks()
    {
        var files = new FileLinks([("artifacts/state.json", "state.json"), ("a \"b\"", "a \"b\"")]);

        var html = HtmlWriter.Write(Documents.NoLoad() with { Sections = [new Section("Files", Importance.Background, files)] });

        Assert.That(html, Does.Contain("<a href=\"state.json\">artifacts/state.json</a>, <a href=\"a &quot;b&quot;\">a &quot;b&quot;</a>."));
    }

    [GeneratedRegex("<rect class=\"hover\"[^>]*><title>([^<]*)</title>")]
    private static partial Regex HoverTitles();

    [GeneratedRegex("""^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{([a-z]+="([^"\\\n]|\\[\\"n])*",?)+\})? -?[0-9.E+-]+)$""")]
    private static partial Regex PrometheusLine();

    [GeneratedRegex("<svg class=\"plot\"")]
    private static partial Regex HtmlPlots();
}
