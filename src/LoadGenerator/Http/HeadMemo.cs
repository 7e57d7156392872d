namespace Gauntlet.LoadGenerator.Http;

/// <summary>
/// The head that a route answered with last, and what it meant. A head that equals it byte for byte means the same, so it need not be parsed:
/// servers change it once a second, with the Date.
/// </summary>
internal sealed class HeadMemo
{
    private readonly byte[] _head = new byte[2_048];
    private int _length;

    public ResponseHead Meaning { get; private set; }

    /// <summary>Length of the head at the start of <paramref name="data"/>; 0 when it is not the one remembered.</summary>
    public int Match(ReadOnlySpan<byte> data) => _length > 0 && data.StartsWith(_head.AsSpan(0, _length)) ? _length : 0;

    public void Remember(ReadOnlySpan<byte> head, in ResponseHead meaning)
    {
        if (head.Length <= _head.Length)
        {
            head.CopyTo(_head);
            _length = head.Length;
            Meaning = meaning;
        }
    }
}
