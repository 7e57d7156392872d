namespace Gauntlet.Build.Lifetime;

/// <summary>The commit of a checkout, read from .git without a git program.</summary>
internal static class GitCommit
{
    /// <summary>The 40 hexadecimal digits, or null where there is no checkout.</summary>
    public static string? Read(string root)
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
            return head.StartsWith("ref: ", StringComparison.Ordinal) ? Resolve(git, head[5..]) : Checked(head);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
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
