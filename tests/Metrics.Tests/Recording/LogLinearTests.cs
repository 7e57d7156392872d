using Gauntlet.Metrics.Recording;

namespace Gauntlet.Metrics.Tests.Recording;

internal sealed class LogLinearTests
{
    [Test]
    public void BucketOf_EveryDoubling_HoldsItsValuesAndLeavesNoGap([Values(1, 6, 10)] int bits)
    {
        var buckets = new LogLinear(bits);
        for (var bucket = 0; buckets.HighestOf(bucket) < 1L << 47; bucket++)
        {
            var (low, high) = (buckets.LowestOf(bucket), buckets.HighestOf(bucket));
            Assert.That((buckets.BucketOf(low), buckets.BucketOf(high), buckets.BucketOf(high + 1)), Is.EqualTo((bucket, bucket, bucket + 1)));
            Assert.That(high - low, Is.LessThanOrEqualTo(low >> bits), $"bucket {bucket}");
        }
    }
}
