using System.Text.RegularExpressions;
using Gauntlet.Export.Model;

namespace Gauntlet.Export.Tests.Dashboards;

/// <summary>The dashboard names what is exported, and nothing else.</summary>
[TestFixture]
public sealed class DashboardTests
{
    private static readonly Dictionary<string, IReadOnlyList<string>> Exported = ExportedMetrics.All
        .SelectMany(metric => metric.SampleNames.Select(name => (Name: name, Labels: (IReadOnlyList<string>)
            [.. ExportedMetrics.CommonLabels, .. metric.Labels, .. name.EndsWith("_bucket", StringComparison.Ordinal) ? ["le"] : Array.Empty<string>()])))
        .ToDictionary(entry => entry.Name, entry => entry.Labels);

    [TestCaseSource(typeof(Dashboard), nameof(Dashboard.Expressions))]
    public void Expression_ItsMetricsAndLabels_AreOfTheTableOfExportedNames(string expression)
    {
        var (selectors, grouped) = PromQl.Read(expression);

        Assert.That(selectors, Is.Not.Empty);
        using (Assert.EnterMultipleScope())
        {
            foreach (var (metric, labels) in selectors)
            {
                Assert.That(Exported.Keys, Does.Contain(metric));
                Assert.That(labels.Union(grouped), Is.SubsetOf(Exported[metric]), metric);
                Assert.That(labels, Does.Contain("testid"), "else it mixes the runs");
            }
        }
    }

    [Test]
    public void Expressions_Together_ShowEveryMetric()
    {
        var shown = Dashboard.Expressions.SelectMany(expression => PromQl.Read(expression).Selectors).Select(selector => selector.Metric).ToHashSet();

        Assert.That(ExportedMetrics.All.Where(metric => !metric.SampleNames.Any(shown.Contains)).Select(metric => metric.Name), Is.Empty);
    }

    [Test]
    public void Variables_OfTheDashboard_AreTheDataSourceAndTheRun()
    {
        Assert.That(Dashboard.Variables.Select(variable => ((string)variable["name"]!, (string)variable["type"]!)),
            Is.EqualTo(new[] { ("DS_PROMETHEUS", "datasource"), ("testid", "query") }));
        var (metric, label) = Dashboard.Values(Dashboard.Variables[1]);
        Assert.That(Exported[metric], Does.Contain(label));
    }

    [Test]
    public void Json_WhatGrafanaWants_IsThere()
    {
        var json = Dashboard.Json;
        var ids = json["panels"]!.AsArray().Select(panel => (int)panel!["id"]!);

        Assert.That((int)json["schemaVersion"]!, Is.GreaterThanOrEqualTo(39));
        Assert.That((string?)json["uid"], Is.EqualTo("gauntlet-load"));
        Assert.That(ids, Is.Unique);
        Assert.That(
            Regex.Matches(json.ToJsonString(), "\"datasource\":\\{\"type\":\"prometheus\",\"uid\":\"([^\"]*)\"").Select(match => match.Groups[1].Value),
            Is.Not.Empty.And.All.EqualTo("${DS_PROMETHEUS}"));
    }

    [TestCase("sum by (a, b) (rate(x_total{c=\"d{e}\", f=~\"g\"}[5m])) / on (h) y", "x_total{c,f} y{}", "a,b,h")]
    [TestCase("histogram_quantile(0.95, x_bucket) > bool 1e3 and vector(1)", "x_bucket{}", "")]
    public void Read_Expression_HasItsSelectorsAndGroups(string expression, string selectors, string grouped)
    {
        var read = PromQl.Read(expression);

        Assert.That(string.Join(' ', read.Selectors.Select(one => $"{one.Metric}{{{string.Join(',', one.Labels)}}}")), Is.EqualTo(selectors));
        Assert.That(string.Join(',', read.Grouped), Is.EqualTo(grouped));
    }
}
