using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.Metrics.Tests.Model;

internal sealed class MetricsBuilderTests
{
    private static readonly MetricsDocument Typical = Runs.Document(Runs.Typical());

    [Test]
    public void Build_TypicalRun_CountsEveryRequestOnce()
    {
        Assert.That(Typical.Overall.Requests, Is.EqualTo(15_000));
        Assert.That(Typical.Overall.Failures, Is.EqualTo(5));
        Assert.That(Typical.Overall.FailuresByKind.Values.Sum(), Is.EqualTo(5));
        Assert.That(Typical.Routes.Sum(r => r.Requests), Is.EqualTo(15_000));
        Assert.That(Typical.Seconds.Sum(s => s.Requests), Is.EqualTo(15_000));
        Assert.That(Typical.Seconds.Sum(s => s.Failures), Is.EqualTo(5));
        Assert.That(Typical.Distribution.Sum(b => b.Count), Is.EqualTo(15_000));
        Assert.That(Typical.Overall.RequestsPerSecond, Is.EqualTo(1000));
    }

    [Test]
    public void Build_TypicalRun_EveryPercentileHasAnIntervalAroundIt()
    {
        var groups = Typical.Routes.Prepend(Typical.Overall).SelectMany(g => new[] { g.Response!, g.Service! }).Append(Typical.Lag!);
        foreach (var percentile in groups.SelectMany(l => l.Percentiles).Where(p => p.Value is not null))
        {
            Assert.That(percentile.Low, Is.Not.Null.And.LessThanOrEqualTo(percentile.Value!.Value), $"{percentile}");
            Assert.That(percentile.High, Is.Not.Null.And.GreaterThanOrEqualTo(percentile.Value.Value), $"{percentile}");
        }
    }

    [Test]
    public void Build_RouteWithTooFewSamples_LeavesThePercentileOut()
    {
        var p999 = Typical.Routes[0].Response!.At(99.9m)!;

        Assert.That(p999.Value, Is.Null);
        Assert.That(p999.Needs, Is.EqualTo(10_000));
    }

    [Test]
    public void Build_SameRequestsOverOtherRecorders_IsTheSameJson([Values(100, 1_000_000)] int rawCapacity)
    {
        var whole = new Recorder(3, 15, rawCapacity);
        Recorder[] parts = [new(3, 15, rawCapacity), new(3, 15, rawCapacity), new(3, 15, rawCapacity)];
        var random = new Random(3);
        for (var i = 0; i < 5000; i++)
        {
            var value = random.Next(1, 2_000_000);
            whole.Record(i % 3, i % 15, value, value / 2, (Outcome)(i % 11));
            parts[random.Next(3)].Record(i % 3, i % 15, value, value / 2, (Outcome)(i % 11));
        }

        parts[2].Merge(parts[0]);
        parts[2].Merge(parts[1]);

        var expected = MetricsJson.Write(Runs.Document(Runs.Of(whole)));
        Assert.That(MetricsJson.Write(Runs.Document(Runs.Of(parts[2]))), Is.EqualTo(expected));
    }

    [Test]
    public void Build_PastTheRawCapacity_SaysThatPercentilesComeFromTheHistogram()
    {
        Assert.That(Typical.Percentiles.Source, Is.EqualTo("raw"));
        Assert.That(Runs.Document(Runs.Large()).Percentiles.Source, Is.EqualTo("histogram"));
    }

    [Test]
    public void Build_AnotherPercentile_ComputesItToo()
    {
        var document = MetricsBuilder.Build(Runs.Typical(), Runs.Header, [97.5m], resamples: 10);

        Assert.That(document.Overall.Response!.At(97.5m)!.Value, Is.GreaterThan(document.Overall.Response.At(95)!.Value!.Value));
    }

    [Test]
    public void Build_NoRequest_HasNoFigureAtAll()
    {
        var document = Runs.Document(Runs.Empty());

        Assert.That(document.Overall.Response, Is.Null);
        Assert.That(document.Overall.SuccessRate, Is.Null);
        Assert.That(document.Lag, Is.Null);
        Assert.That(document.Distribution, Is.Empty);
        Assert.That(document.Curve, Is.Empty);
    }

    [Test]
    public void Build_OneRequest_HasTheMeanAndNoPercentile()
    {
        var response = Runs.Document(Runs.One()).Overall.Response!;

        Assert.That((response.Min, response.Average, response.Max), Is.EqualTo((1.234, 1.234, 1.234)));
        Assert.That(response.Percentiles.Select(p => p.Value), Is.All.Null);
    }

    [Test]
    public void Build_OnlyTimeouts_StandAtTheirDeadline()
    {
        var document = Runs.Document(Runs.OnlyTimeouts());

        Assert.That(document.Overall.Response!.At(50)!.Value, Is.EqualTo(10_000).Within(1));
        Assert.That(document.Distribution.Sum(b => b.Timeouts), Is.EqualTo(3000));
        Assert.That(document.Overall.SuccessRate!.Value, Is.Zero);
    }
}
