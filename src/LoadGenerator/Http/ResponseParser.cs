namespace Gauntlet.LoadGenerator.Http;

/// <summary>
/// Reads one HTTP/1.x response where it lies, in pieces of any size, without allocating. The caller keeps what was not consumed (the
/// beginning of a line) and offers it again with more behind it.
/// </summary>
internal sealed partial class ResponseParser
{
    /// <summary>Limit of all heads and trailers of a response together; SocketsHttpHandler has the same.</summary>
    public const int MaxHeadBytes = 64 * 1024;

    private State _state;
    private HeadParser _lines;
    private HeadMemo? _memo;
    private ResponseHead _head;
    private bool _isHead;
    private bool _hadInterim;
    private int _headBytes;

    private enum State : byte
    {
        StatusLine,
        Fields,
        Body,
        ChunkSize,
        ChunkData,
        ChunkEnd,
        Trailers,
        UntilClose,
        Done,
    }

    /// <summary>Status code; 0 before the final head has come.</summary>
    public int Status => _head.Status;

    /// <summary>True once any byte of a response was consumed or refused.</summary>
    public bool HasBegun => _state != State.StatusLine || _hadInterim;

    /// <summary>After <see cref="ParseResult.Complete"/>: the connection can carry another request.</summary>
    public bool KeepAlive => _head.KeepAlive;

    /// <summary>Gets ready for a response.</summary>
    /// <param name="isHead">The request was HEAD: the response has no body whatever its head says.</param>
    /// <param name="expectedBody">The body to compare with; null compares nothing.</param>
    /// <param name="memo">The route's last head; null parses every head.</param>
    public void Begin(bool isHead, byte[]? expectedBody, HeadMemo? memo)
    {
        (_isHead, _memo) = (isHead, memo);
        Body.Begin(expectedBody);
        _state = State.StatusLine;
        _head = default;
        _hadInterim = false;
        _headBytes = 0;
    }

    /// <summary>Reads on; <paramref name="consumed"/> bytes of <paramref name="data"/> are done with.</summary>
    public ParseResult Feed(ReadOnlySpan<byte> data, out int consumed)
    {
        consumed = 0;
        if (_state == State.StatusLine && _memo?.Match(data) is > 0 and var length)
        {
            _head = _memo.Meaning;
            consumed = length;
            BeginBody();
        }

        var headFrom = consumed;
        while (true)
        {
            switch (_state)
            {
                case State.Done:
                    return ParseResult.Complete;
                case State.Body or State.ChunkData or State.UntilClose:
                    if (!TakeBody(data, ref consumed))
                    {
                        return ParseResult.NeedMore;
                    }

                    break;
                default:
                    var line = data[consumed..];
                    var end = line.IndexOf((byte)'\n');
                    if (end < 0)
                    {
                        return _headBytes + line.Length > MaxHeadBytes ? ParseResult.Malformed : ParseResult.NeedMore;
                    }

                    _headBytes += _state is State.ChunkSize or State.ChunkEnd ? 0 : end + 1;
                    consumed += end + 1;
                    if (_headBytes > MaxHeadBytes || !TakeLine(line[..(end > 0 && line[end - 1] == '\r' ? end - 1 : end)]))
                    {
                        return ParseResult.Malformed;
                    }

                    // Only a head that came in one piece, and alone, can be remembered.
                    if (_headBytes == consumed - headFrom && _head.Status != 0 && headFrom == 0 && !_hadInterim && _state is State.Body or State.Done)
                    {
                        _memo?.Remember(data[..consumed], _head);
                    }

                    break;
            }
        }
    }

    /// <summary>The connection ended: whether the response did too.</summary>
    public bool IsCompleteAtEnd() => _state == State.UntilClose;

    private bool TakeLine(ReadOnlySpan<byte> line)
    {
        switch (_state)
        {
            case State.StatusLine:
                _state = State.Fields;
                return _lines.StatusLine(line);
            case State.Fields when line.Length > 0:
                return _lines.Field(line);
            case State.Fields when _lines.IsInterim:
                _hadInterim = true;
                _state = State.StatusLine;
                return true;
            case State.Fields:
                _head = _lines.Finish(_isHead);
                BeginBody();
                return true;
            case State.ChunkSize:
                return TakeChunkSize(line);
            case State.ChunkEnd:
                _state = State.ChunkSize;
                return line.Length == 0;
            case State.Trailers when line.Length > 0:
                return HeadParser.TrySplit(line, out _, out _);
            default:
                _state = State.Done;
                return true;
        }
    }
}
