using Gauntlet.PullRequests.Context;
using Octokit;

namespace Gauntlet.PullRequests.Comments;

/// <summary>One look at the pull request and what it takes to make its comment right. It is run again, from the start, after a fault.</summary>
internal sealed class CommentPass(CommentThread thread, CiContext context, string? key, RunFigures figures, Func<RunFigures?, int, string> render)
{
    // What an earlier pass sent and never heard back about: if the comment is right now, that pass made it so.
    private CommentStatus? _sent;

    public async Task<CommentOutcome> RunAsync()
    {
        var (pull, refusal) = await thread.FindPullRequestAsync(context.PullRequest!, context.BaseBranch).ConfigureAwait(false);
        if (pull is null)
        {
            return CommentOutcome.Skip(refusal!);
        }

        var ours = OfThisReport(await thread.FindOursAsync(pull.Number, await thread.WhoAmIAsync().ConfigureAwait(false)).ConfigureAwait(false));
        if (ours.Count == 0 && pull.State.Value == ItemState.Closed)
        {
            return CommentOutcome.Skip("the pull request was closed before it had a comment");
        }

        var newest = ours.Select(Marker).OfType<CommentMarker>().MaxBy(marker => marker.Figures.Run);
        if (newest?.Figures.Run > figures.Run && newest.Figures.Sha == figures.Sha)
        {
            return CommentOutcome.Skip($"the comment is already of a newer run of this commit ({newest.Figures.Run})");
        }

        var previous = newest?.PreviousFor(figures);
        var kept = ours.Count > 0 ? ours[0] : null;
        var body = CommentPublisher.Compose(key, figures, previous, render, CommentMarker.NoteAbove(kept?.Body));

        // The oldest one stays: people have linked to it, and it stands where the conversation began.
        var (status, comment) = await WriteAsync(pull.Number, kept, body).ConfigureAwait(false);
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

    /// <summary>Those of this report. One of a version that knew no reports is taken over, where this report has none yet.</summary>
    private List<IssueComment> OfThisReport(IReadOnlyList<IssueComment> ours)
    {
        var keyed = ours.Where(comment => Marker(comment)?.Key is { } of && of == key).ToList();
        return keyed.Count > 0 ? keyed : [.. ours.Where(comment => Marker(comment)?.Key is null)];
    }

    private static CommentMarker? Marker(IssueComment comment) => CommentMarker.TryParse(comment.Body, out var marker) ? marker : null;

    // GitHub keeps a comment's line ends and closing blanks as the last editor's browser sent them.
    private static bool SameText(string one, string other) =>
        string.Equals(one.ReplaceLineEndings("\n").TrimEnd(), other.ReplaceLineEndings("\n").TrimEnd(), StringComparison.Ordinal);
}
