using System.Security.Cryptography;
using System.Text;

namespace Gauntlet.Build.Tools;

/// <summary>What can be told of a tool by its file, without running it.</summary>
internal static class ToolFile
{
    private const int BlockSize = 1024 * 1024;

    /// <summary>SHA-256 of what would run, lower-case hexadecimal; null where it cannot be read.</summary>
    public static string? Hash(string path)
    {
        try
        {
            // Tools are large: HashData would read them in blocks of 4 KiB.
            using var file = File.OpenRead(path);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var block = new byte[BlockSize];
            while (file.Read(block) is > 0 and var read)
            {
                hash.AppendData(block, 0, read);
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The first of some texts that stands in the file, as the version of a program does that was linked with it; null where none does.</summary>
    public static string? FindText(string path, IEnumerable<string> texts)
    {
        var wanted = texts.Select(text => (Text: text, Bytes: Encoding.ASCII.GetBytes(text))).ToList();
        if (wanted.Count == 0)
        {
            return null;
        }

        try
        {
            using var file = File.OpenRead(path);
            var (block, kept, most) = (new byte[BlockSize], 0, wanted.Max(entry => entry.Bytes.Length) - 1);
            while (file.Read(block, kept, block.Length - kept) is > 0 and var read)
            {
                var there = block.AsSpan(0, kept + read);
                foreach (var (text, bytes) in wanted)
                {
                    if (there.IndexOf(bytes) >= 0)
                    {
                        return text;
                    }
                }

                // The text may stand on both sides of a block's end.
                kept = Math.Min(most, there.Length);
                there[^kept..].CopyTo(block);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be read is not looked into; who runs it says why it cannot be.
        }

        return null;
    }
}
