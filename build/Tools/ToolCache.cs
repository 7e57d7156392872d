using System.Security.Cryptography;

namespace Gauntlet.Build.Tools;

/// <summary>
/// Tools that were downloaded before, one folder per pin: the tool, and the archive that it came in. The pin's checksum is of what was downloaded, and only
/// that is believed: a tool out of an archive is compared with the archive, byte by byte, before anything runs it.
/// An entry appears by one rename, so a reader never sees half of one.
/// </summary>
internal sealed class ToolCache(string folder, string platform)
{
    private const UnixFileMode Executable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>The cached tool; null where there is none or it is not what was stored.</summary>
    public string? Find(ToolPin pin, ToolDownload download)
    {
        var tool = Path.Combine(Entry(pin, download), SearchPath.FileName(pin.Name));
        try
        {
            return IsPinned(download, tool) ? tool : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            // Absent or unreadable: as good as not cached.
            return null;
        }
    }

    /// <summary>A new folder beside the entries, for a download in progress.</summary>
    public string CreateWorkFolder() => Directory.CreateDirectory(Path.Combine(folder, ".new-" + Path.GetRandomFileName())).FullName;

    /// <summary>Makes a tool in a work folder executable and turns that folder into the pin's entry; answers the tool's path.</summary>
    public string Store(ToolPin pin, ToolDownload download, string workFolder)
    {
        var fresh = Path.Combine(workFolder, SearchPath.FileName(pin.Name));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(fresh, Executable);
        }

        Replace(pin, download, workFolder);
        return Path.Combine(Entry(pin, download), SearchPath.FileName(pin.Name));
    }

    /// <summary>Removes a work folder as well as it can; what happened before matters more than that.</summary>
    public static void Discard(string? workFolder)
    {
        try
        {
            if (Directory.Exists(workFolder))
            {
                Directory.Delete(workFolder, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nothing reads such a folder, so it costs space and nothing else.
        }
    }

    private void Replace(ToolPin pin, ToolDownload download, string workFolder)
    {
        // Another process may have stored the same pin meanwhile, and be about to run it: its entry is as good as ours.
        if (Find(pin, download) is not null)
        {
            return;
        }

        var entry = Entry(pin, download);
        if (Directory.Exists(entry))
        {
            Directory.Delete(entry, recursive: true);
        }

        try
        {
            Directory.Move(workFolder, entry);
        }
        catch (IOException) when (Find(pin, download) is not null)
        {
            // As above, between the two lines.
        }
    }

    private static bool IsPinned(ToolDownload download, string tool)
    {
        var downloaded = download.ArchiveEntry is null ? tool : ToolArchive.Beside(tool);
        using var stream = File.OpenRead(downloaded);
        if (!Convert.ToHexStringLower(SHA256.HashData(stream)).Equals(download.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        using var running = File.OpenRead(tool);
        return download.ArchiveEntry is not { } entry || ToolArchive.Hash(downloaded, entry) is { } packed && packed.SequenceEqual(SHA256.HashData(running));
    }

    // The pin's checksum is part of the name: a corrected pin never meets what an earlier one stored.
    private string Entry(ToolPin pin, ToolDownload download) => Path.Combine(folder, $"{pin.Name}-{pin.Version}-{platform}-{download.Sha256[..12]}");
}
