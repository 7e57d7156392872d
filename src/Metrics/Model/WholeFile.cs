namespace Gauntlet.Metrics.Model;

/// <summary>Files that others read while they are written.</summary>
internal static class WholeFile
{
    /// <summary>Replaces a file in one step: a reader sees the old content or the new one, and a failure leaves the old and nothing else.</summary>
    /// <exception cref="IOException">It cannot be written; so too <see cref="UnauthorizedAccessException"/>.</exception>
    public static void Write(string path, byte[] content)
    {
        var draft = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            File.WriteAllBytes(draft, content);
            File.Move(draft, path, overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }
}
