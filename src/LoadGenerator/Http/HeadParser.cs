using System.Buffers;
using System.Text;

namespace Gauntlet.LoadGenerator.Http;

/// <summary>Parses the lines of one response head (RFC 9112 sections 4 to 6). Where the RFC leaves a choice it takes the stricter side.</summary>
internal struct HeadParser
{
    private static readonly SearchValues<byte> TokenBytes =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private static readonly SearchValues<byte> Forbidden = SearchValues.Create([0, (byte)'\r', (byte)'\n']);

    private int _status;
    private int _minor;
    private long _length;
    private bool _chunked;
    private bool _close;
    private bool _keepAlive;
    private bool _mayFold;

    public readonly bool IsInterim => _status is >= 100 and < 200 and not 101;

    public bool StatusLine(ReadOnlySpan<byte> line)
    {
        this = default;
        _length = -1;
        if (line.Length < 12 || !line.StartsWith("HTTP/1."u8) || !char.IsAsciiDigit((char)line[7]) || line[8] != ' '
            || (line.Length > 12 && line[12] != ' ') || line.ContainsAny(Forbidden))
        {
            return false;
        }

        _minor = line[7] - '0';
        for (var i = 9; i < 12; i++)
        {
            if (!char.IsAsciiDigit((char)line[i]))
            {
                return false;
            }

            _status = (_status * 10) + line[i] - '0';
        }

        return _status >= 100;
    }

    public bool Field(ReadOnlySpan<byte> line)
    {
        if (line[0] is (byte)' ' or (byte)'\t')
        {
            return _mayFold && !line.ContainsAny(Forbidden);
        }

        if (!TrySplit(line, out var name, out var value))
        {
            return false;
        }

        // A folded value of these would have been read without its rest.
        _mayFold = false;
        if (Is(name, "content-length"u8))
        {
            return ContentLength(value);
        }

        if (Is(name, "transfer-encoding"u8))
        {
            var first = !_chunked;
            _chunked = true;
            return first && Is(value, "chunked"u8);
        }

        if (Is(name, "connection"u8))
        {
            Connection(value);
            return true;
        }

        _mayFold = true;
        return true;
    }

    /// <summary>Splits <c>name: value</c>; false when the name is not a token or the value holds a byte that no field may hold.</summary>
    public static bool TrySplit(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var colon = line.IndexOf((byte)':');
        name = colon > 0 ? line[..colon] : default;
        value = colon > 0 ? line[(colon + 1)..].Trim(" \t"u8) : default;
        return colon > 0 && !name.ContainsAnyExcept(TokenBytes) && !value.ContainsAny(Forbidden);
    }

    /// <summary>What the head said, once its empty line has come.</summary>
    public readonly ResponseHead Finish(bool isHead)
    {
        var persistent = !_close && (_minor >= 1 || _keepAlive);
        if (_status == 101)
        {
            return new ResponseHead(_status, Framing.Length, 0, KeepAlive: false);
        }

        if (isHead || _status is 204 or 304)
        {
            return new ResponseHead(_status, Framing.Length, 0, persistent);
        }

        if (_chunked)
        {
            // Both framings, or chunks from HTTP/1.0: legal to read, unsafe to reuse (RFC 9112 section 6.3).
            return new ResponseHead(_status, Framing.Chunked, 0, persistent && _length < 0 && _minor >= 1);
        }

        return _length >= 0
            ? new ResponseHead(_status, Framing.Length, _length, persistent)
            : new ResponseHead(_status, Framing.UntilClose, 0, KeepAlive: false);
    }

    private bool ContentLength(ReadOnlySpan<byte> value)
    {
        if (value.Length is 0 or > 18)
        {
            return false;
        }

        var length = 0L;
        foreach (var digit in value)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return false;
            }

            length = (length * 10) + digit - '0';
        }

        var agrees = _length < 0 || _length == length;
        _length = length;
        return agrees;
    }

    private void Connection(ReadOnlySpan<byte> value)
    {
        foreach (var range in value.Split((byte)','))
        {
            var token = value[range].Trim(" \t"u8);
            _close |= Is(token, "close"u8);
            _keepAlive |= Is(token, "keep-alive"u8);
        }
    }

    private static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower) => text.Length == lower.Length && Ascii.EqualsIgnoreCase(text, lower);
}
