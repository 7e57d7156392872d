using System.Buffers.Binary;

namespace Gauntlet.Export.Formats;

/// <summary>
/// Snappy's block format (google/snappy, format_description.txt) without its copies: the length, then literals. Every reader takes it; what is not compressed
/// here is a few hundred kilobytes once a run.
/// </summary>
internal static class SnappyBlock
{
    private const int MostInLiteral = 1 << 16;

    /// <summary>A literal whose length less one follows in two bytes.</summary>
    private const byte Literal = 61 << 2;
    private const int HeadBytes = 3;

    public static byte[] Of(ReadOnlySpan<byte> content)
    {
        Span<byte> length = stackalloc byte[Varints.MostBytes];
        length = length[..Varints.Write(length, (ulong)content.Length)];
        var literals = (content.Length + MostInLiteral - 1) / MostInLiteral;
        var block = new byte[length.Length + content.Length + literals * HeadBytes];
        length.CopyTo(block);
        var rest = block.AsSpan(length.Length);
        while (content.Length > 0)
        {
            var part = content[..Math.Min(content.Length, MostInLiteral)];
            rest[0] = Literal;
            BinaryPrimitives.WriteUInt16LittleEndian(rest[1..], (ushort)(part.Length - 1));
            part.CopyTo(rest[HeadBytes..]);
            content = content[part.Length..];
            rest = rest[(HeadBytes + part.Length)..];
        }

        return block;
    }
}
