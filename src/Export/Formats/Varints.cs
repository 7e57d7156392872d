namespace Gauntlet.Export.Formats;

/// <summary>Base-128 integers, the least significant group first: Protobuf and Snappy have the same.</summary>
internal static class Varints
{
    public const int MostBytes = 10;

    /// <summary>Writes a number, and answers how many bytes it took.</summary>
    public static int Write(Span<byte> to, ulong value)
    {
        var length = 0;
        for (; value >= 0x80; value >>= 7)
        {
            to[length++] = (byte)(value | 0x80);
        }

        to[length++] = (byte)value;
        return length;
    }
}
