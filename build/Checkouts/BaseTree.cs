namespace Gauntlet.Build.Checkouts;

/// <summary>The code that a change is compared with, in a folder of its own.</summary>
/// <param name="Commit">Its commit.</param>
/// <param name="Folder">Where it is; deleted by disposing.</param>
public sealed record BaseTree(string Commit, string Folder) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Delete(Folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next run deletes it, or says why it cannot.
        }
    }

    internal static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
