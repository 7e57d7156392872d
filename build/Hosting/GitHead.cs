namespace Gauntlet.Build.Hosting;

/// <summary>Where a checkout stands, read from .git without a git program.</summary>
/// <param name="Commit">The 40 (or 64) hexadecimal digits; null where there is no checkout, and before its first commit.</param>
/// <param name="Branch">The branch that is checked out; null where it is none, as in CI.</param>
internal sealed record GitHead(string? Commit, string? Branch)
{
    private const string Branches = "refs/heads/";

    /// <summary>The head of the checkout in this folder; both null where there is none.</summary>
    public static GitHead Read(string root)
    {
        try
        {
            var git = Path.Combine(root, ".git");
            if (File.Exists(git))
            {
                // A worktree: .git is a file that names the real folder.
                git = Path.GetFullPath(File.ReadAllText(git).Replace("gitdir:", "", StringComparison.Ordinal).Trim(), root);
            }

            var head = File.ReadAllText(Path.Combine(git, "HEAD")).Trim();
            if (!head.StartsWith("ref: ", StringComparison.Ordinal))
            {
                return new GitHead(Checked(head), null);
            }

            var reference = head[5..];
            return new GitHead(Resolve(git, reference), reference.StartsWith(Branches, StringComparison.Ordinal) ? reference[Branches.Length..] : null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new GitHead(null, null);
        }
    }

    private static string? Resolve(string git, string reference)
    {
        var common = Path.Combine(git, "commondir");
        var folders = File.Exists(common) ? new[] { git, Path.GetFullPath(File.ReadAllText(common).Trim(), git) } : [git];
        foreach (var folder in folders)
        {
            if (File.Exists(Path.Combine(folder, reference)))
            {
                return Checked(File.ReadAllText(Path.Combine(folder, reference)).Trim());
            }

            var packed = Path.Combine(folder, "packed-refs");
            if (File.Exists(packed) && File.ReadLines(packed).FirstOrDefault(line => line.EndsWith(" " + reference, StringComparison.Ordinal)) is { } found)
            {
                return Checked(found.Split(' ')[0]);
            }
        }

        return null;
    }

    private static string? Checked(string text) => text.Length is 40 or 64 && text.All(char.IsAsciiHexDigit) ? text : null;
}
