using Gauntlet.Metrics.Statistics;

namespace Gauntlet.Metrics.Tests.Statistics;

internal sealed class PercentileTests
{
    [TestCase(50, 19, false)]
    [TestCase(50, 20, true)]
    [TestCase(95, 199, false)]
    [TestCase(95, 200, true)]
    [TestCase(99, 1000, true)]
    [TestCase(99.9, 9_999, false)]
    [TestCase(99.9, 10_000, true)]
    public void IsSupported_TenSamplesAboveOrFewer_IsTheRule(decimal percentile, long samples, bool expected)
    {
        Assert.That(Percentile.IsSupported(percentile, samples), Is.EqualTo(expected));
        Assert.That(samples >= Percentile.Needs(percentile), Is.EqualTo(expected));
    }
}
