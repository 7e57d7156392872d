using System.Buffers;
using System.Numerics;
using System.Text;

namespace Gauntlet.Metrics.Wire;

/// <summary>Writes numbers as HdrHistogram V2 does, in ZigZag LEB128, and what is made of them.</summary>
internal sealed class WireWriter
{
    public static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    /// <summary>Writes a number of a magnitude below 2^62: at most nine bytes.</summary>
    public void Number(long value)
    {
        var left = (ulong)((value << 1) ^ (value >> 63));
        var span = _bytes.GetSpan(9);
        var length = 0;
        for (; left >= 0x80; left >>= 7)
        {
            span[length++] = (byte)(left | 0x80);
        }

        span[length++] = (byte)left;
        _bytes.Advance(length);
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Number(bytes.Length);
        _bytes.Write(bytes);
    }

    public void Text(string text) => Bytes(Utf8.GetBytes(text));

    public void Texts(IReadOnlyCollection<string> texts)
    {
        Number(texts.Count);
        foreach (var text in texts)
        {
            Text(text);
        }
    }

    /// <summary>Counts up to the last that is not zero; a run of zeros is its negative length, as in HdrHistogram V2.</summary>
    public static ReadOnlySpan<byte> CountsOf<T>(ReadOnlySpan<T> counts)
        where T : struct, IBinaryInteger<T>
    {
        var payload = new WireWriter();
        while (counts.IndexOfAnyExcept(T.Zero) is >= 0 and var zeros)
        {
            if (zeros > 0)
            {
                payload.Number(-zeros);
            }

            payload.Number(long.CreateChecked(counts[zeros]));
            counts = counts[(zeros + 1)..];
        }

        return payload.Written;
    }

    public void Counts<T>(ReadOnlySpan<T> counts)
        where T : struct, IBinaryInteger<T>
        => Bytes(CountsOf(counts));

    /// <summary>Writes a field: its number, its length and what it holds, so that a reader can pass over one that it does not know.</summary>
    public void Field(int field, Action<WireWriter> content)
    {
        var payload = new WireWriter();
        content(payload);
        Number(field);
        Bytes(payload.Written);
    }
}
