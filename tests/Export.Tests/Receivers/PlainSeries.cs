using System.Buffers.Binary;
using System.Text;

namespace Gauntlet.Export.Tests.Receivers;

/// <summary>A series as a receiver of remote write reads it.</summary>
internal sealed record PlainSeries(IReadOnlyList<(string Name, string Value)> Labels, IReadOnlyList<(double Value, long Milliseconds)> Samples)
{
    public string Name => this["__name__"]!;

    public string? this[string label] => Labels.Where(pair => pair.Name == label).Select(pair => pair.Value).SingleOrDefault();

    /// <summary>Reads a body: Snappy's blocks with their copies, and Protobuf by its own rules, written without a look at the exporter.</summary>
    public static IReadOnlyList<PlainSeries> Read(byte[] body) =>
        [.. Fields(Uncompressed(body)).Select(field => Series(BytesOf(field, 1)))];

    public static byte[] Uncompressed(ReadOnlySpan<byte> block)
    {
        var result = new List<byte>();
        var length = (int)Varint(ref block);
        while (block.Length > 0)
        {
            var tag = block[0];
            block = block[1..];
            if ((tag & 3) == 0)
            {
                var size = tag >> 2;
                if (size >= 60)
                {
                    var more = size - 59;
                    size = 0;
                    for (var i = 0; i < more; i++)
                    {
                        size |= block[i] << (8 * i);
                    }

                    block = block[more..];
                }

                result.AddRange(block[..(size + 1)]);
                block = block[(size + 1)..];
                continue;
            }

            var (copied, offset, taken) = (tag & 3) switch
            {
                1 => (((tag >> 2) & 7) + 4, ((tag >> 5) << 8) | block[0], 1),
                2 => ((tag >> 2) + 1, BinaryPrimitives.ReadUInt16LittleEndian(block), 2),
                _ => ((tag >> 2) + 1, (int)BinaryPrimitives.ReadUInt32LittleEndian(block), 4),
            };
            block = block[taken..];
            for (var i = 0; i < copied; i++)
            {
                result.Add(result[^offset]);
            }
        }

        Assert.That(result, Has.Count.EqualTo(length), "the length that the block begins with");
        return [.. result];
    }

    private static PlainSeries Series(byte[] message)
    {
        var (labels, samples) = (new List<(string, string)>(), new List<(double, long)>());
        foreach (var field in Fields(message))
        {
            var parts = Fields(field.Bytes).ToDictionary(part => part.Number);
            if (field.Number == 1)
            {
                labels.Add((Encoding.UTF8.GetString(parts[1].Bytes), Encoding.UTF8.GetString(parts[2].Bytes)));
            }
            else
            {
                BytesOf(field, 2);
                samples.Add((BitConverter.UInt64BitsToDouble(parts[1].Value), (long)parts[2].Value));
            }
        }

        return new PlainSeries(labels, samples);
    }

    private static byte[] BytesOf(Field field, int number)
    {
        Assert.That(field.Number, Is.EqualTo(number), "the number of a field");
        return field.Bytes;
    }

    private static List<Field> Fields(ReadOnlySpan<byte> message)
    {
        var fields = new List<Field>();
        while (message.Length > 0)
        {
            var key = Varint(ref message);
            switch (key & 7)
            {
                case 0:
                    fields.Add(new Field((int)(key >> 3), Varint(ref message), []));
                    break;
                case 1:
                    fields.Add(new Field((int)(key >> 3), BinaryPrimitives.ReadUInt64LittleEndian(message), []));
                    message = message[8..];
                    break;
                case 2:
                    var length = (int)Varint(ref message);
                    fields.Add(new Field((int)(key >> 3), 0, message[..length].ToArray()));
                    message = message[length..];
                    break;
                default:
                    throw new AssertionException($"wire type {key & 7}");
            }
        }

        return fields;
    }

    private static ulong Varint(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (var i = 0; ; i++)
        {
            value |= (ulong)(bytes[i] & 0x7f) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return value;
            }
        }
    }

    private sealed record Field(int Number, ulong Value, byte[] Bytes);
}
