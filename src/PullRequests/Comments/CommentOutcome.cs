namespace Gauntlet.PullRequests.Comments;

/// <summary>What became of the comment.</summary>
public enum CommentStatus
{
    /// <summary>A first comment was made.</summary>
    Posted,

    /// <summary>Our comment was rewritten in place.</summary>
    Updated,

    /// <summary>Our comment said the same already; nothing was sent.</summary>
    Unchanged,

    /// <summary>There was nothing to comment on, or the token may not; the verdict is not touched by it.</summary>
    Skipped,

    /// <summary>GitHub could not be reached or refused the comment for a reason that somebody can fix.</summary>
    Failed,
}

/// <summary>The result of publishing. Failing is data here: a comment never changes a run's verdict by itself.</summary>
/// <param name="Status">What happened.</param>
/// <param name="Reason">Why, in one sentence; null when there is nothing to explain.</param>
/// <param name="Address">Web address of the comment, where there is one.</param>
public sealed record CommentOutcome(CommentStatus Status, string? Reason, Uri? Address)
{
    /// <summary>Extra comments of ours that were deleted.</summary>
    public int Folded { get; init; }

    /// <summary>True when the token may not comment: the report belongs into the job summary then.</summary>
    public bool IsForbidden { get; init; }

    internal static CommentOutcome Skip(string reason) => new(CommentStatus.Skipped, reason, null);

    internal static CommentOutcome Fail(string reason) => new(CommentStatus.Failed, reason, null);
}
