using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Gauntlet.Reports.Tests;

internal sealed partial class OtherReportsTests
{
    [TestCaseSource(typeof(Models), nameof(Models.All))]
    public void JUnit_AnyModel_IsXmlThatCountsItsCases(ReportModel model)
    {
        var root = XDocument.Parse(JUnitReport.Render(model)).Root!;

        foreach (var suite in root.Elements("testsuite"))
        {
            Assert.That((int)suite.Attribute("tests")!, Is.EqualTo(suite.Elements("testcase").Count()));
            Assert.That((int)suite.Attribute("failures")!, Is.EqualTo(suite.Descendants("failure").Count()));
            Assert.That((int)suite.Attribute("errors")!, Is.EqualTo(suite.Descendants("error").Count()));
            Assert.That((int)suite.Attribute("skipped")!, Is.EqualTo(suite.Descendants("skipped").Count()));
        }

        Assert.That(root.Descendants("testcase").Count(), Is.EqualTo(model.Stages.Count + model.Thresholds.Count));
    }

    [TestCaseSource(typeof(Models), nameof(Models.All))]
    public void Prometheus_AnyModel_IsTextFormat(ReportModel model)
    {
        var lines = PrometheusReport.Render(model).Split('\n')[..^1];

        Assert.That(lines, Is.Not.Empty.And.All.Match(PrometheusLine()));
        Assert.That(lines.Where(l => l[0] != '#').Select(l => l[..l.LastIndexOf(' ')]), Is.Unique);
    }

    [TestCaseSource(typeof(Models), nameof(Models.All))]
    public void Html_AnyModel_LoadsNothingAndInventsNoNumber(ReportModel model)
    {
        var html = HtmlReport.Render(model);

        Assert.That(html, Does.Not.Contain("<script").And.Not.Contain("<img").And.Not.Contain("<link").And.Not.Contain("src=").And.Not.Contain("NaN").And.Not.Contain("∞"));
        Assert.That(HtmlPlots().Count(html), Is.EqualTo(model.Metrics is { Overall.Requests: > 0 } metrics ? (metrics.Curve.Count > 1 ? 10 : 8) : 0));
    }

    [GeneratedRegex("""^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{([a-z]+="([^"\\\n]|\\[\\"n])*",?)+\})? -?[0-9.E+-]+)$""")]
    private static partial Regex PrometheusLine();

    [GeneratedRegex("<svg class=\"plot\"")]
    private static partial Regex HtmlPlots();
}
