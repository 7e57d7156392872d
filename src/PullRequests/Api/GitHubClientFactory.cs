using Gauntlet.PullRequests.Context;
using Octokit;
using Octokit.Internal;

namespace Gauntlet.PullRequests.Api;

internal static class GitHubClientFactory
{
    /// <summary>A client for the API address of the context, sent as it stands.</summary>
    /// <remarks>
    /// GitHubClient's own constructors append <c>/api/v3/</c> to every host but github.com; that breaks hosts such as
    /// <c>api.company.ghe.com</c>, and the runner's GITHUB_API_URL is complete already.
    /// </remarks>
    public static GitHubClient Create(CiContext context, TimeSpan requestTimeout)
    {
        var token = context.Token ?? throw new ArgumentException("A client needs a token.", nameof(context));
        var connection = new Connection(
            new ProductHeaderValue("gauntlet", "1"),
            context.ApiAddress,
            new InMemoryCredentialStore(new Credentials(token.Reveal)),
            new HttpClientAdapter(() => new AnswerCheck { InnerHandler = HttpMessageHandlerFactory.CreateDefault() }),
            new SimpleJsonSerializer());
        var client = new GitHubClient(connection) { ResponseCache = new ConditionalCache() };
        client.SetRequestTimeout(requestTimeout);
        return client;
    }
}
