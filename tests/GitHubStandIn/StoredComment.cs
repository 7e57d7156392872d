namespace Gauntlet.GitHubStandIn;

/// <summary>A comment on a pull request.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Issue">The pull request's number.</param>
/// <param name="Author">Login of who wrote it.</param>
/// <param name="Body">Its Markdown.</param>
public sealed record StoredComment(long Id, int Issue, string Author, string Body);

/// <summary>A pull request.</summary>
/// <param name="Number">Its number.</param>
/// <param name="HeadSha">Commit at the head of its branch.</param>
/// <param name="HeadRepository">Repository of its branch.</param>
/// <param name="Branch">Its branch.</param>
/// <param name="Title">Its title.</param>
public sealed record StoredPullRequest(int Number, string HeadSha, string HeadRepository, string Branch, string Title = "Some change")
{
    /// <summary>The branch that it is to be merged into.</summary>
    public string Base { get; init; } = "main";

    /// <summary>True when it was merged or given up.</summary>
    public bool IsClosed { get; init; }

    /// <summary>True when nobody may comment on it but who may write.</summary>
    public bool IsLocked { get; init; }
}
