using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Gauntlet.Metrics.Model;

namespace Gauntlet.Metrics.Wire;

/// <summary>
/// Recordings on disk: "GNTL", major and minor version, the body's length (4 bytes, big endian), the body, and the SHA-256 of all before it. The
/// checksum finds damage, not forgery; that a file's parts agree with each other is checked as well. Reading takes at most about 500 MB.
/// </summary>
public static class RecordingFile
{
    /// <summary>Bytes of a file at most.</summary>
    public const int MostBytes = 64 << 20;

    internal const byte Major = 1;
    internal const byte Minor = 0;
    internal const int HeaderLength = 10;

    private static ReadOnlySpan<byte> Magic => "GNTL"u8;

    /// <summary>Writes a recording in one step: a reader sees all of it or none.</summary>
    /// <param name="path">The file, replaced where it exists; its folder exists.</param>
    /// <exception cref="RecordingFileException">The recording contradicts itself or is too large, or the file cannot be written.</exception>
    public static void Write(string path, LoadRecording recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        try
        {
            WholeFile.Write(path, Encode(recording));
        }
        catch (Exception e) when (e is WireFormatException or EncoderFallbackException)
        {
            throw new RecordingFileException($"{path} is not written: {e.Message}. This is a defect of what recorded it; report it.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RecordingFileException($"{path} cannot be written: {e.Message} Check its folder and the room on the disk.", e);
        }
    }

    /// <summary>Reads a recording, all of it or nothing.</summary>
    /// <exception cref="RecordingFileException">It is truncated, altered, too large, of another major version or no recording, or cannot be read.</exception>
    public static LoadRecording Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > MostBytes)
            {
                throw new WireFormatException($"it has {file.Length} bytes, and {MostBytes} at most are read");
            }

            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return Decode(bytes);
        }
        catch (WireFormatException e)
        {
            throw new RecordingFileException($"{path} is no recording that can be used: {e.Message}. Fetch it again from its agent, or repeat the run.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new RecordingFileException($"{path} cannot be read: {e.Message} Check the path and its permissions.", e);
        }
    }

    internal static byte[] Encode(LoadRecording recording)
    {
        RecordingRules.Check(recording);
        var writer = new WireWriter();
        RecordingWire.Write(writer, recording);
        return Seal(Major, Minor, writer.Written);
    }

    internal static byte[] Seal(byte major, byte minor, ReadOnlySpan<byte> body)
    {
        var length = HeaderLength + body.Length;
        if (length + SHA256.HashSizeInBytes > MostBytes)
        {
            throw new WireFormatException($"it would have {length + SHA256.HashSizeInBytes} bytes, and {MostBytes} at most are read");
        }

        var bytes = new byte[length + SHA256.HashSizeInBytes];
        Magic.CopyTo(bytes);
        (bytes[4], bytes[5]) = (major, minor);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(6), body.Length);
        body.CopyTo(bytes.AsSpan(HeaderLength));
        SHA256.HashData(bytes.AsSpan(0, length), bytes.AsSpan(length));
        return bytes;
    }

    internal static LoadRecording Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength + SHA256.HashSizeInBytes || !bytes.StartsWith(Magic))
        {
            throw new WireFormatException("it does not begin as a recording does, or is cut short");
        }

        if (bytes[4] != Major)
        {
            throw new WireFormatException($"it is of version {bytes[4]}.{bytes[5]}, and this reads version {Major}; use one version of Gauntlet everywhere");
        }

        var body = bytes[HeaderLength..^SHA256.HashSizeInBytes];
        if (BinaryPrimitives.ReadInt32BigEndian(bytes[6..]) != body.Length)
        {
            throw new WireFormatException("it has another length than it says: it is cut short, or something was added");
        }

        if (!SHA256.HashData(bytes[..^SHA256.HashSizeInBytes]).AsSpan().SequenceEqual(bytes[^SHA256.HashSizeInBytes..]))
        {
            throw new WireFormatException("its checksum does not match: it was altered or damaged");
        }

        return RecordingWire.Read(body);
    }
}
