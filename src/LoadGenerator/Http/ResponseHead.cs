namespace Gauntlet.LoadGenerator.Http;

/// <summary>How the body of a response ends.</summary>
internal enum Framing : byte
{
    Length,
    Chunked,
    UntilClose,
}

/// <summary>What a response head says that matters to a client which only counts.</summary>
/// <param name="Status">Status code.</param>
/// <param name="Framing">How the body ends.</param>
/// <param name="ContentLength">Bytes of the body (<see cref="Framing.Length"/> only).</param>
/// <param name="KeepAlive">The connection can carry another request.</param>
internal readonly record struct ResponseHead(int Status, Framing Framing, long ContentLength, bool KeepAlive);
