using System.Text;
using Gauntlet.PullRequests.Comments;

namespace Gauntlet.PullRequests.Workflow;

/// <summary>The Markdown page that GitHub shows for a step, kept below the size at which GitHub drops all of it.</summary>
public static class JobSummary
{
    /// <summary>GitHub's limit for one step, in bytes of UTF-8.</summary>
    public const int MaxBytes = 1024 * 1024;

    // A page that is full but for a few bytes takes no further text at all.
    private const int LeastUseful = 512;

    /// <summary>Appends to the file that <c>GITHUB_STEP_SUMMARY</c> names, cut so that the whole file stays below the limit.</summary>
    /// <returns>False when the page is full already and nothing was written.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static bool Append(string path, string markdown)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(markdown);
        var used = File.Exists(path) ? new FileInfo(path).Length : 0;
        var room = MaxBytes - used - 1;
        if (room < LeastUseful)
        {
            return false;
        }

        File.AppendAllText(path, MarkdownCut.Fit(markdown, (int)room, Encoding.UTF8.GetByteCount) + "\n", EnvironmentFile.Utf8);
        return true;
    }
}
