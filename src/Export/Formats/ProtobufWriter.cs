using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Gauntlet.Export.Formats;

/// <summary>As much of Protobuf's encoding as remote write takes (protobuf.dev/programming-guides/encoding).</summary>
internal sealed class ProtobufWriter
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Delimited = 2;
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public ProtobufWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtobufWriter Message(int field, ProtobufWriter value) => Bytes(field, value.Written);

    public ProtobufWriter Integer(int field, long value)
    {
        Number((ulong)((field << 3) | Varint));
        Number((ulong)value);
        return this;
    }

    public ProtobufWriter Double(int field, double value)
    {
        Number((ulong)((field << 3) | Fixed64));
        BinaryPrimitives.WriteDoubleLittleEndian(_bytes.GetSpan(sizeof(double)), value);
        _bytes.Advance(sizeof(double));
        return this;
    }

    private ProtobufWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        Number((ulong)((field << 3) | Delimited));
        Number((ulong)value.Length);
        _bytes.Write(value);
        return this;
    }

    private void Number(ulong value)
    {
        Span<byte> digits = stackalloc byte[Varints.MostBytes];
        _bytes.Write(digits[..Varints.Write(digits, value)]);
    }
}
