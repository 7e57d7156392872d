namespace Gauntlet.LoadGenerator.Http;

internal sealed partial class ResponseParser
{
    private long _left;

    /// <summary>What has come of the body.</summary>
    public BodyCheck Body { get; } = new();

    private void BeginBody()
    {
        _left = _head.ContentLength;
        _state = _head.Framing switch
        {
            Framing.Chunked => State.ChunkSize,
            Framing.UntilClose => State.UntilClose,
            _ => _left > 0 ? State.Body : State.Done,
        };
    }

    /// <summary>Takes what there is of the body or chunk; true when it is at its end.</summary>
    private bool TakeBody(ReadOnlySpan<byte> data, ref int consumed)
    {
        var piece = data[consumed..];
        if (_state != State.UntilClose)
        {
            piece = piece[..(int)Math.Min(piece.Length, _left)];
            _left -= piece.Length;
        }

        consumed += piece.Length;
        Body.Take(piece);
        if (_state == State.UntilClose || _left > 0)
        {
            return false;
        }

        _state = _state == State.Body ? State.Done : State.ChunkEnd;
        return true;
    }

    private bool TakeChunkSize(ReadOnlySpan<byte> line)
    {
        var size = 0L;
        var digits = 0;
        while (digits < line.Length && char.IsAsciiHexDigit((char)line[digits]))
        {
            size = (size << 4) | (long)HexValue(line[digits]);
            if (++digits > 15)
            {
                return false;
            }
        }

        // An extension is "; anything"; only a byte that would end the line in other eyes is refused.
        var rest = line[digits..].TrimStart(" \t"u8);
        if (digits == 0 || (rest.Length > 0 && rest[0] != ';') || rest.ContainsAny((byte)'\r', (byte)0))
        {
            return false;
        }

        _left = size;
        _state = size > 0 ? State.ChunkData : State.Trailers;
        return true;
    }

    private static int HexValue(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
