namespace Gauntlet.Build.Stages.PostComment;

/// <summary>What became of the comment.</summary>
/// <param name="Action">posted, updated, unchanged or printed.</param>
public sealed record CommentResult(string Action, string? Url);
