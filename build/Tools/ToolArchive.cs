using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Gauntlet.Build.Tools;

/// <summary>A .tar.gz that holds a tool.</summary>
internal static class ToolArchive
{
    /// <summary>Where the archive of a tool is kept.</summary>
    public static string Beside(string tool) => Path.Combine(Path.GetDirectoryName(tool)!, "archive");

    /// <summary>Writes the one regular file of that very name; false where there is none.</summary>
    /// <exception cref="InvalidDataException">It is no such archive.</exception>
    public static bool Extract(string archive, string name, string file) => Read(archive, name, content =>
    {
        using var target = new FileStream(file, FileMode.CreateNew, FileAccess.Write);
        content.CopyTo(target);
        return true;
    });

    /// <summary>The SHA-256 of that file; null where there is none.</summary>
    /// <exception cref="InvalidDataException">It is no such archive.</exception>
    public static byte[]? Hash(string archive, string name) => Read(archive, name, SHA256.HashData);

    // No other entry of an archive is looked at, and none chooses where it lands.
    private static T? Read<T>(string archive, string name, Func<Stream, T> use)
    {
        using var packed = File.OpenRead(archive);
        using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
        using var reader = new TarReader(unpacked);
        while (reader.GetNextEntry() is { } entry)
        {
            if (entry.Name == name && entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
            {
                return use(entry.DataStream ?? Stream.Null);
            }
        }

        return default;
    }
}
