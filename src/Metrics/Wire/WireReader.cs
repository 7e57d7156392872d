using System.Numerics;
using System.Text;

namespace Gauntlet.Metrics.Wire;

/// <summary>Reads what <see cref="WireWriter"/> writes. The bytes are a stranger's: all that does not fit is a <see cref="WireFormatException"/>.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private const int LongestText = 1024;

    private ReadOnlySpan<byte> _left = bytes;

    public readonly int Left => _left.Length;

    public readonly bool IsAtEnd => _left.IsEmpty;

    public long Number()
    {
        ulong value = 0;
        for (var length = 0; length < Math.Min(9, _left.Length); length++)
        {
            value |= (ulong)(_left[length] & 0x7F) << (7 * length);
            if (_left[length] < 0x80)
            {
                _left = _left[(length + 1)..];
                return (long)(value >> 1) ^ -(long)(value & 1);
            }
        }

        throw new WireFormatException("a number has no end");
    }

    /// <summary>A number within bounds; what it is, is for the message.</summary>
    public long Number(string what, long least, long most)
        => Number() is var value && value >= least && value <= most
            ? value
            : throw new WireFormatException($"{what} is {value}, and can be {least} to {most}");

    public ReadOnlySpan<byte> Bytes()
    {
        var length = Number();
        if (length < 0 || length > _left.Length)
        {
            throw new WireFormatException($"{length} bytes are announced where {_left.Length} are left");
        }

        var bytes = _left[..(int)length];
        _left = _left[(int)length..];
        return bytes;
    }

    public string Text()
    {
        var bytes = Bytes();
        try
        {
            return bytes.Length <= LongestText ? WireWriter.Utf8.GetString(bytes) : throw new WireFormatException($"a name has more than {LongestText} bytes");
        }
        catch (DecoderFallbackException)
        {
            throw new WireFormatException("a name is not UTF-8");
        }
    }

    public string[] Texts(string what, int most)
    {
        var texts = new string[Number($"the number of {what}", 1, most)];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = Text();
        }

        return texts;
    }

    /// <summary>Reads counts, each of at most a recording's requests, into zeroed room for them.</summary>
    public static void Counts<T>(ReadOnlySpan<byte> bytes, Span<T> into)
        where T : struct, IBinaryInteger<T>
    {
        var reader = new WireReader(bytes);
        for (var next = 0L; !reader.IsAtEnd;)
        {
            var value = reader.Number("a count", -into.Length, LoadRecording.MostRequests);
            if (value >= 0 && next < into.Length)
            {
                into[(int)next] = T.CreateTruncating(value);
            }

            next += value < 0 ? -value : 1;
            if (next > into.Length)
            {
                throw new WireFormatException("there are more counts than buckets");
            }
        }
    }

    public readonly void End(string what)
    {
        if (!IsAtEnd)
        {
            throw new WireFormatException($"{what} has {_left.Length} bytes too many");
        }
    }
}
