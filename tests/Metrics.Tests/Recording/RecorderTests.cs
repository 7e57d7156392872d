using Gauntlet.Metrics.Model;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.Metrics.Tests.Recording;

internal sealed class RecorderTests
{
    [TestCase(1_000, TestName = "RecordDrop_EveryCause_OnlyTheServersIsATime(raw)")]
    [TestCase(2, TestName = "RecordDrop_EveryCause_OnlyTheServersIsATime(histogram)")]
    public void RecordDrop_EveryCause_OnlyTheServersIsATime(int rawCapacity)
    {
        var recorder = new Recorder(2, 15, rawCapacity);
        for (var i = 0; i < 30; i++)
        {
            recorder.Record(0, 1, 2_000, 1_000, Outcome.Success);
        }

        foreach (var cause in Enum.GetValues<DropCause>())
        {
            recorder.RecordDrop(0, 20, 10_000_007, cause);
        }

        var document = Runs.Document(Runs.Of(recorder, dropped: 4));
        var (foo, bar) = (document.Routes[0], document.Routes[1]);

        Assert.That((foo.Requests, foo.Unsent, foo.Due, foo.Errors, foo.Failures), Is.EqualTo((30, 1, 31, 1, 0)));
        Assert.That(foo.DroppedByCause.Values, Is.EqualTo(new[] { 1, 1, 1, 1 }));
        Assert.That((foo.Response!.Samples, foo.Response.Max, foo.Service!.Samples, foo.Service.Max), Is.EqualTo((31, 10_000.007, 30, 1)));
        Assert.That(foo.SuccessRate!.Value, Is.EqualTo(30 / 31.0));
        Assert.That((bar.Due, bar.DroppedByCause.Count), Is.EqualTo((0, 0)));
        Assert.That(document.Seconds.Sum(second => second.Requests), Is.EqualTo(30));
        Assert.That(MetricsJson.Write(MetricsJson.Read(MetricsJson.Write(document))), Is.EqualTo(MetricsJson.Write(document)));
    }

    [Test]
    public void Record_WithinThePlan_AllocatesNothing()
    {
        var recorder = new Recorder(routes: 3, seconds: 10, rawCapacity: 500);
        Record(recorder, 100, seed: 1);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 10_000; i++)
        {
            recorder.Record(i % 3, i % 10, i * 37 % 70_000_000, i, Outcome.Success);
            recorder.RecordLag(i);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Record_ValuesOutsideOfTheRange_AreClampedAndCounted()
    {
        var recorder = new Recorder(1, 1, 10);

        recorder.Record(0, 0, 90_000_000, -5, Outcome.Success);

        Assert.That(recorder.Routes[0].Response.Max, Is.EqualTo(Recorder.HighestMicroseconds));
        Assert.That(recorder.Routes[0].Service.Min, Is.Zero);
        Assert.That(recorder.Routes[0].Response.OutOfRange + recorder.Routes[0].Service.OutOfRange, Is.EqualTo(2));
    }

    [Test]
    public void ToHistogram_ValuesOfEveryMagnitudeAndAtEveryStep_IsWhatThePackageCounts()
    {
        var record = new LatencyRecord();
        var package = new HdrHistogram.LongHistogram(1, Recorder.HighestMicroseconds, Recorder.SignificantDigits);
        var random = new Random(17);
        var steps = Enumerable.Range(0, 26).SelectMany(bit => new[] { (1L << bit) - 1, 1L << bit, (1L << bit) + 1 });
        var drawn = Enumerable.Range(0, 10_000).Select(_ => (long)Math.Exp(random.NextDouble() * 17.9));
        foreach (var value in steps.Append(Recorder.HighestMicroseconds).Concat(drawn))
        {
            record.Record(value);
            package.RecordValue(value);
        }

        Assert.That(Counts(record), Is.EqualTo(package.RecordedValues().Select(v => (v.ValueIteratedTo, v.CountAtValueIteratedTo))));
    }

    [Test]
    public void Record_SecondAfterThePlan_IsRecordedToo()
    {
        var recorder = new Recorder(1, 2, 10);

        recorder.Record(0, 7, 100, 100, Outcome.Timeout);

        Assert.That(recorder.Seconds, Is.EqualTo(8));
        Assert.That(recorder.OutcomesOf(7)[(int)Outcome.Timeout], Is.EqualTo(1));
    }

    [Test]
    public void Record_FarPastThePlan_TakesFewLongerBlocksInsteadOfMemory()
    {
        var recorder = new Recorder(routes: 20, seconds: 15, rawCapacity: 0);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var second = 0; second < 600; second++)
        {
            recorder.Record(second % 20, second, 1_000 + (second % 10), 1_000, Outcome.Success);
        }

        Assert.That(recorder.ResponseGrid.Blocks * 20, Is.LessThanOrEqualTo(4_096));
        Assert.That(recorder.BlockOf(599), Is.EqualTo(599 / recorder.BlockSeconds));
        Assert.That(
            CountsByBlock(recorder),
            Is.EqualTo(Enumerable.Range(0, 600).GroupBy(second => second / recorder.BlockSeconds).Select(block => block.Count())));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(200_000_000)); // a copy each second would be 40 GB
    }

    [Test]
    public void Record_NegativeSecond_Throws()
        => Assert.That(() => new Recorder(1, 2, 10).Record(0, -1, 1, 1, Outcome.Success), Throws.TypeOf<ArgumentOutOfRangeException>());

    [Test]
    public void Constructor_ManyRoutesAndSeconds_SharesBlocksInsteadOfMemory()
    {
        var recorder = new Recorder(routes: 100, seconds: 400, rawCapacity: 0);

        Assert.That(recorder.BlockSeconds, Is.EqualTo(10));
        Assert.That(recorder.ResponseGrid.Blocks, Is.EqualTo(40));
    }

    [Test]
    public void Merge_AnyPartition_IsBitEqual([Values(1, 2, 5, 16)] int parts, [Values(100, 10_000)] int rawCapacity)
    {
        var whole = new Recorder(4, 6, rawCapacity);
        var recorders = Enumerable.Range(0, parts).Select(_ => new Recorder(4, 6, rawCapacity)).ToArray();
        var random = new Random(parts);
        foreach (var (route, second, response, outcome) in Requests(3000, seed: 5))
        {
            var part = recorders[random.Next(parts)];
            foreach (var recorder in new[] { whole, part })
            {
                recorder.Record(route, second, response, response / 2, outcome);
                recorder.RecordLag(response / 100);
            }
        }

        // Pairs first, then the pairs' results: a tree, not only a chain.
        var merged = recorders.Chunk(2).Select(pair => pair.Aggregate(Merge)).Aggregate(Merge);

        AssertSame(merged, whole);
    }

    [Test]
    public void Merge_PartsOfDifferentLengthPastThePlan_IsBitEqual()
    {
        var whole = new Recorder(100, 4, 0);
        var parts = new[] { new Recorder(100, 4, 0), new Recorder(100, 4, 0), new Recorder(100, 4, 0) };
        for (var second = 0; second < 400; second++)
        {
            whole.Record(second % 100, second, second, second, Outcome.Success);
            parts[second < 3 ? 0 : second < 60 ? 1 : 2].Record(second % 100, second, second, second, Outcome.Success);
        }

        var merged = parts.Aggregate(Merge);

        Assert.That(merged.BlockSeconds, Is.EqualTo(whole.BlockSeconds).And.GreaterThan(1));
        AssertSame(merged, whole);
    }

    [Test]
    public void Merge_OtherShape_Throws()
        => Assert.That(() => new Recorder(2, 5, 10).Merge(new Recorder(3, 5, 10)), Throws.ArgumentException.With.Message.Contains("same routes"));

    private static void AssertSame(Recorder actual, Recorder expected)
    {
        Assert.That(actual.Requests, Is.EqualTo(expected.Requests));
        Assert.That(actual.RawIsComplete, Is.EqualTo(expected.RawIsComplete));
        if (expected.RawIsComplete)
        {
            Assert.That(Sorted(actual), Is.EqualTo(Sorted(expected)));
        }

        for (var route = 0; route < expected.Routes.Count; route++)
        {
            AssertSame(actual.Routes[route].Response, expected.Routes[route].Response);
            AssertSame(actual.Routes[route].Service, expected.Routes[route].Service);
            Assert.That(actual.Routes[route].Outcomes, Is.EqualTo(expected.Routes[route].Outcomes));
            for (var block = 0; block < expected.ResponseGrid.Blocks; block++)
            {
                Assert.That(actual.ResponseGrid.Cell(block, route).SequenceEqual(expected.ResponseGrid.Cell(block, route)), Is.True);
                Assert.That(actual.ServiceGrid.Cell(block, route).SequenceEqual(expected.ServiceGrid.Cell(block, route)), Is.True);
            }
        }

        AssertSame(actual.Lag, expected.Lag);
        for (var second = 0; second < expected.Seconds; second++)
        {
            Assert.That(actual.OutcomesOf(second).SequenceEqual(expected.OutcomesOf(second)), Is.True);
        }
    }

    private static void AssertSame(LatencyRecord actual, LatencyRecord expected)
    {
        Assert.That(Counts(actual), Is.EqualTo(Counts(expected)));
        Assert.That((actual.Sum, actual.Min, actual.Max, actual.OutOfRange), Is.EqualTo((expected.Sum, expected.Min, expected.Max, expected.OutOfRange)));
    }

    private static (long, long)[] Counts(LatencyRecord record)
        => [.. record.ToHistogram().RecordedValues().Select(v => (v.ValueIteratedTo, v.CountAtValueIteratedTo))];

    private static IEnumerable<int> CountsByBlock(Recorder recorder)
        => Enumerable.Range(0, recorder.BlockOf(599) + 1).Select(block => Enumerable.Range(0, recorder.Routes.Count).Sum(route =>
        {
            var count = 0;
            foreach (var slot in recorder.ResponseGrid.Cell(block, route))
            {
                count += slot;
            }

            return count;
        }));

    private static (int, int, int)[] Sorted(Recorder recorder)
        => [.. recorder.Raw.ToArray().Select(r => (r.Route, r.Response, r.Service)).Order()];

    private static Recorder Merge(Recorder left, Recorder right)
    {
        left.Merge(right);
        return left;
    }

    private static void Record(Recorder recorder, int count, int seed)
    {
        foreach (var (route, second, response, outcome) in Requests(count, seed))
        {
            recorder.Record(route % recorder.Routes.Count, second, response, response / 2, outcome);
            recorder.RecordLag(1);
        }
    }

    private static (int Route, int Second, int Response, Outcome Outcome)[] Requests(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.Next(4), random.Next(6), (int)Math.Exp(random.NextDouble() * 18), (Outcome)random.Next(11)))];
    }
}
