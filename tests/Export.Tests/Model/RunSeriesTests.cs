using Gauntlet.Export.Model;
using Gauntlet.Export.Tests.Receivers;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.Export.Tests.Model;

[TestFixture]
public sealed class RunSeriesTests
{
    private static readonly IReadOnlyList<ExportedSeries> Series = SampleRun.Series();

    [Test]
    public void Of_RunWithEverything_HasEveryMetricOfTheTableAndNoOther() =>
        Assert.That(Series.Select(series => series.Metric).Distinct(), Is.EquivalentTo(ExportedMetrics.All));

    [Test]
    public void Of_EverySeries_HasTheRunTheBranchAndLabelsOfItsMetricAlone()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var series in Series)
            {
                Assert.That(
                    series.Labels.Take(2),
                    Is.EqualTo(new KeyValuePair<string, string>[] { new("testid", Runs.Header.RunId), new("branch", "pull/42") }));
                Assert.That(series.Labels.Skip(2).Select(label => label.Key), Is.EquivalentTo(series.Metric.Labels), series.Metric.Name);
            }
        }

        Assert.That(Series.Select(series => (series.Metric, string.Join(',', series.Labels))), Is.Unique, "a series is there once");
    }

    [Test]
    public void Of_Counters_GrowFromNothingToTheTotalsOfTheRun()
    {
        var requests = Series.Where(series => series.Metric.Name == "gauntlet_http_requests_total").ToList();

        Assert.That(requests.Sum(series => series.Points[^1].Value), Is.EqualTo(15_000));
        Assert.That(
            requests.Where(series => series.Labels.Any(label => label is { Key: "outcome", Value: "success" })).Sum(series => series.Points[^1].Value),
            Is.EqualTo(SampleRun.Metrics.Overall.Successes));
        Assert.That(requests.Select(series => series.Points[0]), Is.All.EqualTo(new ExportedPoint(SampleRun.Noon, 0)));
        Assert.That(requests.Select(series => series.Points[^1].At), Is.All.EqualTo(SampleRun.Noon + TimeSpan.FromSeconds(15)));
    }

    [Test]
    public void Of_Histograms_HoldEveryRequestInTheBucketOfItsTime()
    {
        var foo = Series.Single(series => series.Metric.Name == "gauntlet_http_request_duration_seconds" && series.Labels[^1].Value == "foo").Histogram!;
        var route = SampleRun.Metrics.Routes[0];

        Assert.That(foo.Count, Is.EqualTo(route.Due));
        Assert.That(foo.SumSeconds, Is.EqualTo(route.Response!.Average * route.Due / 1000).Within(0.1).Percent);
        var (bucket, bounds) = (foo.Counts.Index().First(entry => foo.Counts.Take(entry.Index + 1).Sum() >= route.Due * 0.95).Index, ExportedMetrics.Bounds);
        Assert.That(route.Response.At(95)!.Value / 1000, Is.LessThanOrEqualTo(bounds[bucket]).And.GreaterThan(bounds[bucket - 1]));
    }

    [Test]
    public void Of_Gauges_AreDatedAtTheEndOfTheirSecond()
    {
        var rate = Series.Single(series => series.Metric.Name == "gauntlet_http_requests_per_second");

        Assert.That(rate.Points.Select(point => point.Value), Is.EqualTo(Enumerable.Repeat(1000, 15)));
        Assert.That(rate.Points.Select(point => (point.At - SampleRun.Noon).TotalSeconds), Is.EqualTo(Enumerable.Range(1, 15)));
    }

    [Test]
    public void Of_PointsOfASeries_AreInTheOrderOfTime()
    {
        foreach (var series in Series)
        {
            Assert.That(series.Points.Select(point => point.At), Is.Ordered.Ascending.And.Unique, series.Metric.Name);
        }
    }

    [TestCase(5.2, 7.9, ExpectedResult = 3)]
    [TestCase(5.2, 5.2, ExpectedResult = 1)]
    public int OfFault_FromItToTheRecovery_HasASampleEachSecond(double from, double to)
    {
        var fault = RunSeries.OfFault(Runs.Header, SampleRun.Noon, "pod-delete:foo@5s,for=5s", from, to).Single();

        Assert.That(fault.Points[0], Is.EqualTo(new ExportedPoint(SampleRun.Noon.AddSeconds(5.2), 1)));
        Assert.That(fault.Labels.TakeLast(2).Select(label => label.Value), Is.EqualTo(new[] { "Chaos", "pod-delete:foo@5s,for=5s" }));
        return fault.Points.Count;
    }

    [Test]
    public void Of_WhatWasNotMeasured_HasNoSeries()
    {
        var run = Runs.Empty();

        var names = RunSeries.Of(run, Runs.Document(run), SampleRun.Noon).Select(series => series.Metric.Name).Distinct();

        Assert.That(names, Is.EquivalentTo(new[]
        {
            "gauntlet_http_requests_total", "gauntlet_dropped_total", "gauntlet_http_requests_per_second", "gauntlet_http_failures_per_second",
            "gauntlet_stage_info",
        }));
    }

    [Test]
    public void Of_DropsThatNoRouteIsKnownFor_HaveNone()
    {
        var run = Runs.Typical();
        run = run with { Totals = run.Totals with { Scheduled = run.Totals.Scheduled + 7, Dropped = 7 } };

        var dropped = RunSeries.Of(run, Runs.Document(run), SampleRun.Noon).Where(series => series.Metric.Name == "gauntlet_dropped_total");

        var unknown = dropped.Single(series => series.Labels.All(label => label.Key != "route"));
        Assert.That(unknown.Points[^1].Value, Is.EqualTo(7));
        Assert.That(unknown.Labels[^1], Is.EqualTo(KeyValuePair.Create("cause", "generator-late")));
    }

    [TestCase(0, ExpectedResult = 0)]
    [TestCase(1000, ExpectedResult = 0)]
    [TestCase(1001, ExpectedResult = 1)]
    [TestCase(10_000, ExpectedResult = 1)]
    [TestCase(10_100, ExpectedResult = 2)]
    public int ResponseTimes_Value_IsCountedUpToAndWithTheBound(int microseconds)
    {
        var recorder = new Recorder(1, 1, 10);
        recorder.Record(0, 0, microseconds, microseconds, Outcome.Success);

        return recorder.ResponseTimes(0, [0.001, 0.01]).Counts.ToList().IndexOf(1);
    }
}
