using Gauntlet.Experiments.Resources;

namespace Gauntlet.Experiments.Tests.Resources;

public sealed class UsageSeriesTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    [TestCase(0, 4, 4)]
    [TestCase(0.5, 1.5, 1)]
    [TestCase(-10, 50, 4, Description = "outside of the samples nothing is known")]
    [TestCase(2, 2, 0)]
    public void Rise_BetweenSamples_GoesEvenly(double from, double to, double rise) =>
        Assert.That(Of(0, 1, 2, 3, 4).Rise(sample => sample.Cpu, Start.AddSeconds(from), Start.AddSeconds(to)), Is.EqualTo(rise).Within(1e-9));

    [Test]
    public void Rise_CounterThatWasReset_AddsNothingThen() =>
        Assert.That(Of(100, 200, 5, 25).Rise(sample => sample.Cpu, Start, Start.AddSeconds(3)), Is.EqualTo(120));

    [Test]
    public void Rise_OneSample_IsNotKnown() => Assert.That(Of(7).Rise(sample => sample.Cpu, Start, Start.AddSeconds(3)), Is.Null);

    [Test]
    public void Level_BetweenSamples_IsBetweenThem() => Assert.That(Of(10, 20).Level(sample => sample.Cpu, Start.AddSeconds(0.25)), Is.EqualTo(12.5));

    [Test]
    public void Level_OutsideOfTheSamples_IsNotKnown() => Assert.That(Of(10, 20).Level(sample => sample.Cpu, Start.AddSeconds(1.5)), Is.Null);

    [Test]
    public void Level_QuantityThatNotEachSampleTells_IsBetweenThoseThatDo()
    {
        var series = Of(0, 1, 2);
        series.Add(Sample(3, 3) with { WorkingSet = 10 });
        series.Add(Sample(4, 4));
        series.Add(Sample(5, 5) with { WorkingSet = 30 });

        Assert.That(series.Level(sample => sample.WorkingSet, Start.AddSeconds(4)), Is.EqualTo(20));
    }

    [Test]
    public void Add_SampleOfAKnownMoment_IsNoNewOne()
    {
        var series = Of(1, 2);

        series.Add(Sample(1, 99) with { ReadAt = Start.AddSeconds(9) });

        Assert.That(series.Samples, Has.Count.EqualTo(2));
        Assert.That(series.LastRead, Is.EqualTo(Start.AddSeconds(9)));
    }

    [Test]
    public void Add_ADayOfSeconds_IsBoundedAndKeepsItsEnds()
    {
        var series = Of([.. Enumerable.Range(0, 86_400).Select(second => (long)second)]);

        Assert.That(series.Samples, Has.Count.LessThanOrEqualTo(4_097));
        Assert.That((series.Samples[0].Cpu, series.Samples[^1].Cpu), Is.EqualTo((0, 86_399)));
        Assert.That(series.Rise(sample => sample.Cpu, Start.AddSeconds(1_000), Start.AddSeconds(2_000)), Is.EqualTo(1_000).Within(1e-6));
    }

    private static UsageSeries Of(params long[] counters)
    {
        var series = new UsageSeries();
        foreach (var (second, counter) in counters.Index())
        {
            series.Add(Sample(second, counter));
        }

        return series;
    }

    private static UsageSample Sample(int second, long counter) =>
        new("worker", "pod", null, Start.AddSeconds(second), Start.AddSeconds(second)) { Cpu = counter };
}
