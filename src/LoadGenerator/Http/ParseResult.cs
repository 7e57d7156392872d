namespace Gauntlet.LoadGenerator.Http;

internal enum ParseResult : byte
{
    /// <summary>All that was there is used up but for an unfinished line.</summary>
    NeedMore,

    /// <summary>The response has ended; bytes not consumed do not belong to it.</summary>
    Complete,

    /// <summary>It is not HTTP.</summary>
    Malformed,
}
