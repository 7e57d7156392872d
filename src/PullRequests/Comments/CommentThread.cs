using System.Net;
using Gauntlet.PullRequests.Api;
using Gauntlet.PullRequests.Context;
using Octokit;

namespace Gauntlet.PullRequests.Comments;

/// <summary>The calls to GitHub that a comment needs. Octokit takes no cancellation token, so each wait is bounded here.</summary>
internal sealed class CommentThread(GitHubClient client, RepositoryName repository, CancellationToken cancellation)
{
    private const string Json = "application/json";
    private static readonly ApiOptions WholePages = new() { PageSize = 100 };

    private IIssueCommentsClient Comments => client.Issue.Comment;

    /// <summary>The pull request's number, or why this run may not speak for it any more.</summary>
    /// <param name="head">As the event names it.</param>
    /// <param name="baseBranch">Decides between several pull requests of one branch; null where it is not known.</param>
    public async Task<(PullRequest? Pull, string? Refusal)> FindPullRequestAsync(PullRequestHead head, string? baseBranch)
    {
        IReadOnlyList<PullRequest> pulls = head.Number is { } number
            ? [await Wait(client.PullRequest.Get(repository.Owner, repository.Name, number)).ConfigureAwait(false)]
            : await FindByBranchAsync(head).ConfigureAwait(false);
        var tested = pulls.Where(pull => pull.Head.Sha == head.HeadSha).ToList();
        if (tested.Count > 1 && baseBranch is not null)
        {
            tested = [.. tested.Where(pull => pull.Base?.Ref == baseBranch)];
        }

        return (tested, pulls) switch
        {
            ([var only], _) => (only, null),
            ([], [var other]) =>
                (null, $"this run tested {head.HeadSha[..12]}, and the pull request is at {HostileText.Sha(other.Head.Sha)?[..12] ?? "another commit"} by now"),
            ([], []) => (null, $"no open pull request has the commit {head.HeadSha[..12]} as its head"),
            _ => (null, $"the commit {head.HeadSha[..12]} is the head of {Numbers(pulls)}, and nothing says for which of them this run was"),
        };
    }

    /// <summary>Login of whoever the token writes as; null where it may not ask.</summary>
    /// <remarks>GET /user refuses every token of an installation, a workflow's own and a GitHub App's; GraphQL's viewer answers with its bot.</remarks>
    /// <exception cref="ApiException">The answer names nobody, such as one of a used-up limit, which GraphQL sends as 200.</exception>
    public async Task<string?> WhoAmIAsync()
    {
        try
        {
            var response = await Wait(client.Connection.Post<ViewerAnswer>(
                GraphQlAddress(client.BaseAddress), new { query = "query { viewer { login } }" }, Json, Json)).ConfigureAwait(false);
            var error = response.Body?.Errors is [var first, ..] ? first : null;
            return error?.Type == "FORBIDDEN" ? null : response.Body?.Data?.Viewer?.Login
                ?? throw new ApiException($"GraphQL did not say whose the token is: {error?.Message ?? "no reason given"}", response.HttpResponse.StatusCode);
        }
        catch (ApiException e) when (IsPlainRefusal(e))
        {
            return null;
        }
    }

    /// <summary>
    /// Comments marked as ours and written by us, oldest first: anybody can copy a marker. Where the token may not ask who it is, any bot's are taken for
    /// ours: people cannot write as one.
    /// </summary>
    public async Task<IReadOnlyList<IssueComment>> FindOursAsync(int number, string? author)
    {
        var all = await Wait(Comments.GetAllForIssue(repository.Owner, repository.Name, number, WholePages)).ConfigureAwait(false);
        return [.. all.Where(comment => CommentMarker.IsOurs(comment.Body) && IsBy(comment, author))
            .DistinctBy(comment => comment.Id).OrderBy(comment => comment.Id)];
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
    private async Task<IReadOnlyList<PullRequest>> FindByBranchAsync(PullRequestHead head)
    {
        var request = new PullRequestRequest { State = ItemStateFilter.Open, Head = $"{head.HeadRepository!.Owner}:{head.Branch}" };
        var pulls = await Wait(client.PullRequest.GetAllForRepository(repository.Owner, repository.Name, request, WholePages)).ConfigureAwait(false);
        return [.. pulls.Where(pull => RepositoryName.TryParse(pull.Head.Repository?.FullName, out var from) && from.Equals(head.HeadRepository))];
    }

    private static string Numbers(IEnumerable<PullRequest> pulls) =>
        string.Join(" and ", pulls.OrderBy(pull => pull.Number).Select(pull => $"#{pull.Number} to {HostileText.Title(pull.Base?.Ref) ?? "another branch"}"));

    // Beside the REST API everywhere but on GitHub Enterprise Server, whose REST API is one level deeper.
    private static Uri GraphQlAddress(Uri rest) => new(rest, rest.AbsolutePath.EndsWith("/api/v3/", StringComparison.Ordinal) ? "../graphql" : "graphql");

    private static bool IsBy(IssueComment comment, string? author) =>
        author is null ? comment.User?.Type == AccountType.Bot : string.Equals(comment.User?.Login, author, StringComparison.OrdinalIgnoreCase);

    private static bool IsPlainRefusal(ApiException e) =>
        e.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.NotFound
        && e is not (RateLimitExceededException or SecondaryRateLimitExceededException or AbuseException);

    private Task<T> Wait<T>(Task<T> call) => call.WaitAsync(cancellation);

    private Task Wait(Task call) => call.WaitAsync(cancellation);
}
