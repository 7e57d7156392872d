using System.Net;
using Gauntlet.PullRequests.Context;
using Octokit;

namespace Gauntlet.PullRequests.Comments;

/// <summary>The calls to GitHub that a comment needs. Octokit takes no cancellation token, so each wait is bounded here.</summary>
internal sealed class CommentThread(GitHubClient client, RepositoryName repository, CancellationToken cancellation)
{
    private static readonly ApiOptions WholePages = new() { PageSize = 100 };

    private IIssueCommentsClient Comments => client.Issue.Comment;

    /// <summary>The pull request's number, or why this run may not speak for it any more.</summary>
    public async Task<(int Number, string? Refusal)> FindPullRequestAsync(PullRequestHead head)
    {
        var pull = head.Number is { } number
            ? await Wait(client.PullRequest.Get(repository.Owner, repository.Name, number)).ConfigureAwait(false)
            : await FindByBranchAsync(head).ConfigureAwait(false);

        return pull switch
        {
            null => (0, $"no open pull request has the commit {head.HeadSha[..12]} as its head"),
            _ when pull.Head.Sha != head.HeadSha =>
                (0, $"this run tested {head.HeadSha[..12]}, and the pull request is at {HostileText.Sha(pull.Head.Sha)?[..12] ?? "another commit"} by now"),
            _ => (pull.Number, null),
        };
    }

    /// <summary>Login of the token's owner; null for the workflow's own token, which may not ask.</summary>
    public async Task<string?> WhoAmIAsync()
    {
        try
        {
            return (await Wait(client.User.Current()).ConfigureAwait(false)).Login;
        }
        catch (ApiException e) when (IsPlainRefusal(e))
        {
            return null;
        }
    }

    /// <summary>Our comments, oldest first: marked as ours and written by us, since anybody can copy a marker.</summary>
    public async Task<IReadOnlyList<IssueComment>> FindOursAsync(int number, string author)
    {
        var all = await Wait(Comments.GetAllForIssue(repository.Owner, repository.Name, number, WholePages)).ConfigureAwait(false);
        return [.. all.Where(comment => CommentMarker.IsOurs(comment.Body) && IsBy(comment, author)).DistinctBy(comment => comment.Id).OrderBy(comment => comment.Id)];
    }

    public Task<IssueComment> CreateAsync(int number, string body) => Wait(Comments.Create(repository.Owner, repository.Name, number, body));

    /// <summary>The rewritten comment; null when somebody deleted it meanwhile.</summary>
    public async Task<IssueComment?> TryUpdateAsync(IssueComment comment, string body)
    {
        try
        {
            return await Wait(Comments.Update(repository.Owner, repository.Name, comment.Id, body)).ConfigureAwait(false);
        }
        catch (NotFoundException)
        {
            return null;
        }
    }

    /// <summary>Deletes what is left over and counts what went; a comment that cannot be deleted stays, for the next run.</summary>
    public async Task<int> DeleteAsync(IEnumerable<IssueComment> extras)
    {
        var deleted = 0;
        foreach (var extra in extras)
        {
            try
            {
                await Wait(Comments.Delete(repository.Owner, repository.Name, extra.Id)).ConfigureAwait(false);
                deleted++;
            }
            catch (ApiException e) when (e is NotFoundException || IsPlainRefusal(e))
            {
                // Deleted meanwhile, or not ours to delete; the report itself stands either way.
            }
        }

        return deleted;
    }

    // A fork's pull request is in no workflow_run event; its branch and head repository are, and GitHub vouches for both.
    private async Task<PullRequest?> FindByBranchAsync(PullRequestHead head)
    {
        var request = new PullRequestRequest { State = ItemStateFilter.Open, Head = $"{head.HeadRepository!.Owner}:{head.Branch}" };
        var pulls = await Wait(client.PullRequest.GetAllForRepository(repository.Owner, repository.Name, request, WholePages)).ConfigureAwait(false);
        return pulls
            .Where(pull => RepositoryName.TryParse(pull.Head.Repository?.FullName, out var from) && from.Equals(head.HeadRepository))
            .OrderByDescending(pull => pull.Head.Sha == head.HeadSha)
            .ThenBy(pull => pull.Number)
            .FirstOrDefault();
    }

    private static bool IsBy(IssueComment comment, string author) => string.Equals(comment.User?.Login, author, StringComparison.OrdinalIgnoreCase);

    private static bool IsPlainRefusal(ApiException e) =>
        e.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotFound
        && e is not (RateLimitExceededException or SecondaryRateLimitExceededException or AbuseException);

    private Task<T> Wait<T>(Task<T> call) => call.WaitAsync(cancellation);

    private Task Wait(Task call) => call.WaitAsync(cancellation);
}
