using Gauntlet.Metrics.Recording;
using Gauntlet.Metrics.Statistics;
using MathNet.Numerics.Statistics;

namespace Gauntlet.Metrics.Tests.Statistics;

internal sealed class DistributionTests
{
    private static readonly decimal[] Percentiles = [0.1m, 1m, 7m, 10m, 12.5m, 25m, 50m, 75m, 87.5m, 90m, 93m, 95m, 99m, 99.9m, 99.99m];

    [Test]
    public void At_ThousandRandomDistributions_MatchesTheSortedReference([Range(0, 9)] int batch)
    {
        for (var i = batch * 100; i < (batch + 1) * 100; i++)
        {
            var samples = RandomSamples(i);
            var record = new LatencyRecord();
            foreach (var sample in samples)
            {
                record.Record(sample);
            }

            var sorted = samples.Order().Select(s => (double)s).ToArray();
            var histogram = new HistogramDistribution(record);
            Assert.That(histogram.Samples, Is.EqualTo(samples.Length), $"distribution {i}");
            foreach (var p in samples.Length == 0 ? [] : Percentiles)
            {
                AssertRaw(sorted, p, $"distribution {i}, n = {samples.Length}, p{p}");
                var exact = HyndmanFan.Quantile(sorted, p / 100, 1);
                Assert.That(histogram.At(p), Is.EqualTo(exact).Within(exact / 1000), $"distribution {i}, n = {samples.Length}, p{p}, histogram");
            }
        }
    }

    [Test]
    public void At_NearestRankThatBinaryArithmeticMisses_IsExact()
    {
        // 100 * 0.07 is above 7 in binary, which would be rank 8.
        var hundred = new RawDistribution([.. Enumerable.Range(1, 100).Select(i => (double)i)]);

        Assert.That(hundred.At(7m), Is.EqualTo(7));
    }

    [Test]
    public void CountUpTo_RawAndHistogram_CountTheSame()
    {
        int[] samples = [3, 3, 10, 500, 1000];
        var record = new LatencyRecord();
        Array.ForEach(samples, s => record.Record(s));
        var raw = RawDistribution.Of([.. samples]);
        var histogram = new HistogramDistribution(record);

        double[] limits = [2, 3, 9.5, 499, 500, 1000, 2000];
        int[] expected = [0, 2, 2, 3, 4, 5, 5];
        Assert.That(limits.Select(raw.CountUpTo), Is.EqualTo(expected));
        Assert.That(limits.Select(histogram.CountUpTo), Is.EqualTo(expected));
    }

    private static void AssertRaw(double[] sorted, decimal p, string what)
    {
        // Definition 2 jumps where n p is whole, which a p without an exact binary form may miss by one rounding: compared where p has one.
        foreach (var definition in Enumerable.Range(1, 9).Where(d => d != 2 || p % 12.5m == 0))
        {
            var expected = HyndmanFan.Quantile(sorted, p / 100, definition);
            var actual = new RawDistribution(sorted, (QuantileDefinition)definition).At(p);

            // Relative to the larger of the two samples that are interpolated between.
            var tolerance = definition is 1 or 3 ? 0 : HyndmanFan.Quantile(sorted, Math.Min(1, p / 100 + 1m / sorted.Length), 1) * 1e-12;
            Assert.That(actual, Is.EqualTo(expected).Within(tolerance), $"{what}, R{definition}");
        }
    }

    private static int[] RandomSamples(int index)
    {
        var random = new Random(index);
        var size = (index / 7 % 4) switch { 0 => random.Next(1, 30), 1 => random.Next(1, 300), 2 => 1000, _ => random.Next(1, 2000) };
        Func<double> draw = (index % 7) switch
        {
            0 => () => 250,
            1 => () => random.NextDouble() < 0.8 ? random.Next(200, 400) : random.Next(90_000, 110_000),
            2 => () => 100 * Math.Pow(1 - random.NextDouble(), -1.1),
            3 => () => random.Next(0, 10),
            4 => () => random.Next(1, 60_000_000),
            5 => () => Math.Exp(random.NextDouble() * 17),
            _ => () => random.Next(1, 3) * 10_000_000,
        };
        return index % 50 == 0 ? [] : [.. Enumerable.Range(0, size).Select(_ => (int)Math.Min(draw(), 60_000_000))];
    }
}
