namespace Gauntlet.LoadGenerator.Http;

/// <summary>Compares a body with the expected one as it comes, and keeps its beginning for the failure log.</summary>
internal sealed class BodyCheck
{
    private readonly byte[] _excerpt = new byte[256];
    private byte[]? _expected;
    private bool _matches;
    private long _bytes;

    /// <summary>All of the body was the expected one, or none was expected.</summary>
    public bool Matches => _expected is null || (_matches && _bytes == _expected.Length);

    public ReadOnlySpan<byte> Excerpt => _excerpt.AsSpan(0, (int)Math.Min(_bytes, _excerpt.Length));

    public void Begin(byte[]? expected) => (_expected, _matches, _bytes) = (expected, true, 0);

    public void Take(ReadOnlySpan<byte> piece)
    {
        if (_bytes < _excerpt.Length)
        {
            var room = _excerpt.AsSpan((int)_bytes);
            piece[..Math.Min(piece.Length, room.Length)].CopyTo(room);
        }

        if (_expected is not null && _matches)
        {
            _matches = _bytes + piece.Length <= _expected.Length && piece.SequenceEqual(_expected.AsSpan((int)_bytes, piece.Length));
        }

        _bytes += piece.Length;
    }
}
