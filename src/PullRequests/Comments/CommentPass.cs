using Gauntlet.PullRequests.Context;
using Octokit;

namespace Gauntlet.PullRequests.Comments;

/// <summary>One look at the pull request and what it takes to make its comment right. It is run again, from the start, after a fault.</summary>
internal sealed class CommentPass(CommentThread thread, PullRequestHead head, RunFigures figures, Func<RunFigures?, int, string> render)
{
    // Who a token that may not ask is taken for: the workflow's own writes under this name.
    private const string ActionsBot = "github-actions[bot]";

    // What an earlier pass sent and never heard back about: if the comment is right now, that pass made it so.
    private CommentStatus? _sent;

    public async Task<CommentOutcome> RunAsync()
    {
        var (number, refusal) = await thread.FindPullRequestAsync(head).ConfigureAwait(false);
        if (refusal is not null)
        {
            return CommentOutcome.Skip(refusal);
        }

        var author = await thread.WhoAmIAsync().ConfigureAwait(false) ?? ActionsBot;
        var ours = await thread.FindOursAsync(number, author).ConfigureAwait(false);
        var newest = ours.Select(Marker).OfType<CommentMarker>().MaxBy(marker => marker.Figures.Run);
        if (newest?.Figures.Run > figures.Run && newest.Figures.Sha == figures.Sha)
        {
            return CommentOutcome.Skip($"the comment is already of a newer run of this commit ({newest.Figures.Run})");
        }

        var previous = newest?.PreviousFor(figures);
        var body = CommentPublisher.Compose(figures, previous, render);

        // The oldest one stays: people have linked to it, and it stands where the conversation began.
        var (status, comment) = await WriteAsync(number, ours is [var kept, ..] ? kept : null, body).ConfigureAwait(false);
        var folded = await thread.DeleteAsync(ours.Skip(1)).ConfigureAwait(false);
        var reason = folded > 0 ? FormattableString.Invariant($"{folded} extra comment(s) of Gauntlet's deleted") : null;
        return new CommentOutcome(status, reason, Uri.TryCreate(comment.HtmlUrl, UriKind.Absolute, out var address) ? address : null) { Folded = folded };
    }

    private async Task<(CommentStatus Status, IssueComment Comment)> WriteAsync(int number, IssueComment? kept, string body)
    {
        if (kept is not null && SameText(kept.Body, body))
        {
            return (_sent ?? CommentStatus.Unchanged, kept);
        }

        if (kept is not null)
        {
            _sent = CommentStatus.Updated;
            if (await thread.TryUpdateAsync(kept, body).ConfigureAwait(false) is { } updated)
            {
                return (CommentStatus.Updated, updated);
            }
        }

        _sent = CommentStatus.Posted;
        return (CommentStatus.Posted, await thread.CreateAsync(number, body).ConfigureAwait(false));
    }

    private static CommentMarker? Marker(IssueComment comment) => CommentMarker.TryParse(comment.Body, out var marker) ? marker : null;

    // GitHub keeps a comment's line ends and closing blanks as the last editor's browser sent them.
    private static bool SameText(string one, string other) =>
        string.Equals(one.ReplaceLineEndings("\n").TrimEnd(), other.ReplaceLineEndings("\n").TrimEnd(), StringComparison.Ordinal);
}
