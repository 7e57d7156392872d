namespace Gauntlet.Build.Pipeline;

/// <summary>The boundary to the disk: says of work on files that it failed for a reason of the machine, not of the change.</summary>
public static class Files
{
    /// <summary>Works on files.</summary>
    /// <exception cref="StageException">The disk is full, or a file may not be read or written: infrastructure.</exception>
    public static void Use(Action work) => Use<object?>(() =>
    {
        work();
        return null;
    });

    /// <inheritdoc cref="Use(Action)"/>
    public static T Use<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failure(e);
        }
    }

    /// <inheritdoc cref="Use(Action)"/>
    public static async Task<T> UseAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failure(e);
        }
    }

    private static StageException Failure(Exception e) => new(
        StageOutcome.Infrastructure, $"A file could not be read or written: {e.Message.ReplaceLineEndings(" ").Trim()}",
        "Check free space and permissions of the artifacts folder and of the cache folder.", inner: e);
}
