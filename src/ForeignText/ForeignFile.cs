using System.Text;

namespace Gauntlet.ForeignText;

/// <summary>A file that somebody else made: an artifact, an event, a report of a tool.</summary>
public static class ForeignFile
{
    /// <summary>The text of a file of bounded size. No more of it is read, whatever its length is said to be: a device has none, and no end.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="mostBytes">A larger one is refused.</param>
    /// <exception cref="InvalidDataException">It is larger.</exception>
    /// <exception cref="IOException">It cannot be read; so too <see cref="UnauthorizedAccessException"/>.</exception>
    public static string Read(string path, int mostBytes)
    {
        using var stream = new FileStream(path, new FileStreamOptions { Options = FileOptions.SequentialScan });
        using var read = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (stream.Read(buffer) is > 0 and var count)
        {
            if (read.Length + count > mostBytes)
            {
                throw new InvalidDataException(FormattableString.Invariant($"it is larger than {mostBytes / 1024 / 1024} MiB"));
            }

            read.Write(buffer, 0, count);
        }

        return Encoding.UTF8.GetString(read.GetBuffer(), 0, (int)read.Length).TrimStart('\uFEFF');
    }
}
