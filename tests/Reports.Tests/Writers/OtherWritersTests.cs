using System.Text.RegularExpressions;
using System.Xml.Linq;
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

    [GeneratedRegex("""^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{([a-z]+="([^"\\\n]|\\[\\"n])*",?)+\})? -?[0-9.E+-]+)$""")]
    private static partial Regex PrometheusLine();

    [GeneratedRegex("<svg class=\"plot\"")]
    private static partial Regex HtmlPlots();
}
