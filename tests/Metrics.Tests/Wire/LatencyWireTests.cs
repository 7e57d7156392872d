using Gauntlet.Metrics.Recording;
using Gauntlet.Metrics.Wire;
using HdrHistogram;
using HdrHistogram.Encoding;
using HdrHistogram.Utilities;

namespace Gauntlet.Metrics.Tests.Wire;

internal sealed class LatencyWireTests
{
    [Test]
    public void V2_RandomRecords_AreReadByThePackage([Values(0, 1, 1_000, 100_000)] int count)
    {
        var record = Record(count, seed: count);

        var read = HistogramEncoding.DecodeFromByteBuffer(ByteBuffer.Allocate(LatencyWire.V2(record)), 0);

        Assert.That(Counts(read), Is.EqualTo(Counts(record.ToHistogram())));
    }

    [Test]
    public void Read_WhatThePackageWrote_IsTheSameCounts([Values(0, 1, 1_000, 100_000)] int count)
    {
        var (record, read) = (Record(count, seed: count), new LatencyRecord());
        var histogram = record.ToHistogram();
        var buffer = ByteBuffer.Allocate(9 * record.Counts.Length);
        var length = histogram.Encode(buffer, new HistogramEncoderV2());
        buffer.Position = 0;
        byte[] package = [.. Enumerable.Range(0, length).Select(_ => buffer.Get())];
        var writer = new WireWriter();
        foreach (var number in new[] { count == 0 ? 0 : record.Min, count == 0 ? 0 : record.Max, record.Sum, record.OutOfRange })
        {
            writer.Number(number);
        }

        writer.Bytes(package);
        var reader = new WireReader(writer.Written);
        LatencyWire.Read(ref reader, read);

        Assert.That(read.Counts.SequenceEqual(record.Counts), Is.True);
    }

    [Test]
    public void Read_RandomRecords_AreWhatWasWritten([Values(0, 1, 1_000, 100_000)] int count)
    {
        var (record, read) = (Record(count, seed: count), new LatencyRecord());
        var writer = new WireWriter();
        LatencyWire.Write(writer, record);
        var reader = new WireReader(writer.Written);

        LatencyWire.Read(ref reader, read);

        Assert.That(read.Counts.SequenceEqual(record.Counts), Is.True);
        Assert.That((read.Count, read.Sum, read.OutOfRange), Is.EqualTo((record.Count, record.Sum, record.OutOfRange)));
        Assert.That((read.Min, read.Max), Is.EqualTo((record.Min, record.Max)));
        Assert.That(reader.IsAtEnd, Is.True);
    }

    [TestCase(0L)]
    [TestCase(-1L)]
    [TestCase(63L)]
    [TestCase(-64L)]
    [TestCase(64L)]
    [TestCase((1L << 62) - 1)]
    [TestCase(-(1L << 62))]
    public void Number_AnyMagnitude_IsReadBack(long value)
    {
        var writer = new WireWriter();
        writer.Number(value);
        var reader = new WireReader(writer.Written);

        Assert.That(reader.Number(), Is.EqualTo(value));
        Assert.That(reader.IsAtEnd, Is.True);
    }

    private static LatencyRecord Record(int count, int seed)
    {
        var (record, random) = (new LatencyRecord(), new Random(seed));
        for (var i = 0; i < count; i++)
        {
            record.Record((long)Math.Exp(random.NextDouble() * 18.2) - 1);
        }

        return record;
    }

    private static (long, long)[] Counts(HistogramBase histogram) => [.. histogram.RecordedValues().Select(v => (v.ValueIteratedTo, v.CountAtValueIteratedTo))];
}
