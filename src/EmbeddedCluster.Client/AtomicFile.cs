namespace Gauntlet.EmbeddedCluster.Client;

/// <summary>Files that others read while they are written.</summary>
public static class AtomicFile
{
    /// <summary>Replaces a file in one step: a reader sees the old text or the new one, and a failure leaves the old.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="text">All of it.</param>
    /// <param name="secret">Only its owner may read it.</param>
    /// <exception cref="IOException">It cannot be written; so too <see cref="UnauthorizedAccessException"/>.</exception>
    public static void Write(string path, string text, bool secret = false)
    {
        var draft = $"{path}.{Environment.ProcessId}.tmp";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (secret && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using (var writer = new StreamWriter(draft, options))
            {
                writer.Write(text);
            }

            File.Move(draft, path, overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }
}
