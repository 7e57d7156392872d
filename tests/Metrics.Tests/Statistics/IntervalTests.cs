using Gauntlet.Metrics.Recording;
using Gauntlet.Metrics.Statistics;

namespace Gauntlet.Metrics.Tests.Statistics;

internal sealed class IntervalTests
{
    // R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3.
    [TestCase(81, 263, 0.2553, 0.3662)]
    [TestCase(15, 148, 0.0624, 0.1605)]
    [TestCase(0, 20, 0.0000, 0.1611)]
    [TestCase(1, 29, 0.0061, 0.1718)]
    public void Wilson_NewcombesExamples_GivesHisIntervals(int hits, int trials, double low, double high)
    {
        var interval = Wilson.Interval(hits, trials);

        Assert.That(interval, Is.Not.Null);
        Assert.That(interval!.Value.Low, Is.EqualTo(low).Within(0.00005));
        Assert.That(interval.Value.High, Is.EqualTo(high).Within(0.00005));
    }

    [Test]
    public void Wilson_NoTrial_HasNoInterval() => Assert.That(Wilson.Interval(0, 0), Is.Null);

    [Test]
    public void Wilson_AllHits_EndsAtOne() => Assert.That(Wilson.Interval(1000, 1000)!.Value.High, Is.EqualTo(1));

    // B. Efron, Annals of Statistics 7 (1979), section 3: how often the bootstrapped median of 13 values is the k-th smallest.
    [TestCase(7, 0.2230)]
    [TestCase(6, 0.1936)]
    [TestCase(8, 0.1936)]
    [TestCase(5, 0.1242)]
    [TestCase(9, 0.1242)]
    [TestCase(4, 0.0550)]
    [TestCase(10, 0.0550)]
    [TestCase(3, 0.0142)]
    [TestCase(11, 0.0142)]
    public void Resample_MedianOfThirteenBlocksOfOne_HasEfronsDistribution(int k, double probability)
    {
        const int Resamples = 10_000;
        var counts = new BlockCounts(Thirteen(), 0..1, 13);

        var slots = new BlockBootstrap(13, Resamples, seed: 1).Resample(counts.Cumulative, counts.Slots, 50m);

        // Five standard deviations of a frequency; the seed is fixed, so it holds or does not for ever.
        var tolerance = 5 * Math.Sqrt(probability * (1 - probability) / Resamples);
        var share = slots.Count(slot => slot + counts.FirstSlot == k) / (double)Resamples;
        Assert.That(share, Is.EqualTo(probability).Within(tolerance));
    }

    [Test]
    public void Interval_MedianOfThirteenBlocksOfOne_IsEfronsCentral95Percent()
    {
        var counts = new BlockCounts(Thirteen(), 0..1, 13);

        // From the table: below 4 lies 0.0157 and below 5 0.0707, so the 2.5 % point is 4, and 10 by symmetry.
        Assert.That(new BlockBootstrap(13, 10_000, seed: 7).Interval(counts, 50m), Is.EqualTo((4L, 10L)));
    }

    [Test]
    public void Interval_FewerThanFiveBlocksWithSamples_IsNull()
    {
        var grid = new BlockGrid(1, 20);
        for (var block = 0; block < 4; block++)
        {
            grid.Record(block, 0, 100);
        }

        Assert.That(new BlockBootstrap(20, 100, seed: 1).Interval(new BlockCounts(grid, 0..1, 20), 50m), Is.Null);
    }

    [Test]
    public void SlotOf_EveryDoubling_HoldsItsValuesWithin1Point6Percent()
    {
        for (long value = 0; value <= Recorder.HighestMicroseconds; value = value * 17 / 16 + 1)
        {
            var slot = BlockGrid.Buckets.BucketOf(value);
            var (low, high) = (BlockGrid.Buckets.LowestOf(slot), BlockGrid.Buckets.HighestOf(slot));
            Assert.That(value, Is.InRange(low, high), $"slot {slot}");
            Assert.That(high - low, Is.LessThanOrEqualTo(low / 64), $"slot {slot}");
        }
    }

    private static BlockGrid Thirteen()
    {
        var grid = new BlockGrid(1, 13);
        for (var block = 0; block < 13; block++)
        {
            grid.Record(block, 0, block + 1);
        }

        return grid;
    }
}
