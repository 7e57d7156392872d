using System.Buffers.Binary;
using Gauntlet.Metrics.Recording;

namespace Gauntlet.Metrics.Wire;

/// <summary>
/// A latency record as HdrHistogram V2 (https://github.com/HdrHistogram/HdrHistogram, EncodableHistogram) and the four numbers that counts cannot
/// give. The package takes memory as a stranger's header says, throws what it comes to and wants a buffer of every bucket: here it is the tests' oracle.
/// </summary>
internal static class LatencyWire
{
    private const int HeaderLength = 40;
    private const int LengthAt = 4;

    // Cookie, length, normalizing offset, digits, lowest, highest, ratio: alike but for the length in all histograms of one layout.
    private static readonly byte[] Header = HeaderOf();

    public static void Write(WireWriter writer, LatencyRecord record)
    {
        writer.Number(record.Count == 0 ? 0 : record.Min);
        writer.Number(record.Count == 0 ? 0 : record.Max);
        writer.Number(record.Sum);
        writer.Number(record.OutOfRange);
        writer.Bytes(V2(record));
    }

    /// <summary>The counts in HdrHistogram's own form, which every port of it reads.</summary>
    public static byte[] V2(LatencyRecord record)
    {
        var counts = WireWriter.CountsOf(record.Counts);
        byte[] histogram = [.. Header, .. counts];
        BinaryPrimitives.WriteInt32BigEndian(histogram.AsSpan(LengthAt), counts.Length);
        return histogram;
    }

    public static void Read(ref WireReader reader, LatencyRecord into)
    {
        var min = reader.Number("a smallest value", 0, Recorder.HighestMicroseconds);
        var max = reader.Number("a largest value", min, Recorder.HighestMicroseconds);
        var sum = reader.Number("a sum", 0, LoadRecording.MostRequests * Recorder.HighestMicroseconds);
        var outOfRange = reader.Number("the number of values out of range", 0, LoadRecording.MostRequests);
        var counts = CountsOf(reader.Bytes(), into.Counts.Length);
        var count = counts.Sum();
        if (count > LoadRecording.MostRequests || outOfRange > count || !Fits(counts, count, sum, min, max))
        {
            throw new WireFormatException("the count, sum, smallest or largest value of a histogram is not that of its buckets");
        }

        if (count > 0)
        {
            into.Restore(counts, count, sum, min, max, outOfRange);
        }
    }

    private static long[] CountsOf(ReadOnlySpan<byte> histogram, int buckets)
    {
        if (histogram.Length < HeaderLength
            || !histogram[..LengthAt].SequenceEqual(Header.AsSpan(0, LengthAt))
            || !histogram[(LengthAt + 4)..HeaderLength].SequenceEqual(Header.AsSpan(LengthAt + 4))
            || BinaryPrimitives.ReadInt32BigEndian(histogram[LengthAt..]) != histogram.Length - HeaderLength)
        {
            throw new WireFormatException("a histogram is not HdrHistogram V2 of three digits from 1 to 60,000,000 microseconds");
        }

        var counts = new long[buckets];
        WireReader.Counts(histogram[HeaderLength..], counts.AsSpan());
        return counts;
    }

    private static bool Fits(long[] counts, long count, long sum, long min, long max)
    {
        if (count == 0)
        {
            return (sum, min, max) == (0, 0, 0);
        }

        var (buckets, least, most) = (LatencyRecord.Buckets, 0L, 0L);
        for (var bucket = 0; bucket < counts.Length; bucket++)
        {
            least += counts[bucket] * buckets.LowestOf(bucket);
            most += counts[bucket] * buckets.HighestOf(bucket);
        }

        return sum >= least && sum <= most
            && buckets.BucketOf(min) == Array.FindIndex(counts, c => c > 0)
            && buckets.BucketOf(max) == Array.FindLastIndex(counts, c => c > 0);
    }

    private static byte[] HeaderOf()
    {
        var header = new byte[HeaderLength];
        BinaryPrimitives.WriteInt32BigEndian(header, 0x1C849303 | 0x10); // the cookie of V2
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(12), Recorder.SignificantDigits);
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(16), 1);
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(24), Recorder.HighestMicroseconds);
        BinaryPrimitives.WriteDoubleBigEndian(header.AsSpan(32), 1);
        return header;
    }
}
