namespace Gauntlet.PullRequests.Context;

/// <summary>The pull request under test, as GitHub's event names it. Every value passed the checks of <see cref="HostileText"/>.</summary>
public sealed record PullRequestHead
{
    /// <summary>
    /// Number of the pull request; null on <c>workflow_run</c>, whose event names no pull request of a fork: it is then looked up by
    /// <see cref="HeadRepository"/>, <see cref="Branch"/> and <see cref="HeadSha"/>.
    /// </summary>
    public int? Number { get; init; }

    /// <summary>Commit that was tested: the branch's own head, not the merge commit that the runner checks out.</summary>
    public required string HeadSha { get; init; }

    /// <summary>Commit of the target branch, where the event names it.</summary>
    public string? BaseSha { get; init; }

    /// <summary>Repository of the branch; null when it was deleted.</summary>
    public RepositoryName? HeadRepository { get; init; }

    /// <summary>Branch name as its author chose it: quote it before it goes into Markdown.</summary>
    public string? Branch { get; init; }

    /// <summary>The branch lives in another repository, so its code must not meet a token that writes.</summary>
    public required bool IsFork { get; init; }
}
