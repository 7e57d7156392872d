using Gauntlet.GitHubStandIn;
using Gauntlet.PullRequests.Api;
using Gauntlet.PullRequests.Comments;
using Gauntlet.PullRequests.Context;

namespace Gauntlet.PullRequests.Tests.Comments;

/// <summary>A stand-in for GitHub with one pull request, and publishers that speak to it over a real socket.</summary>
internal abstract class PublisherFixture
{
    protected const string Sha = "1111111111111111111111111111111111111111";
    protected const string NewerSha = "2222222222222222222222222222222222222222";
    protected static readonly StoredPullRequest Pull = new(12, Sha, GitHubServer.Repository, "feature/faster");
    protected static readonly StoredPullRequest ForkPull = new(34, Sha, "mallory/gauntlet-demo", "patch-1");

    protected GitHubServer Server { get; private set; } = null!;

    protected InstantTime Time { get; private set; } = null!;

    [SetUp]
    public async Task StartServer()
    {
        Time = new InstantTime();
        Server = await GitHubServer.StartAsync();
        Server.Add(Pull);
        Server.Add(ForkPull);
    }

    [TearDown]
    public async Task StopServer() => await Server.DisposeAsync();

    protected static RunFigures Figures(long run = 7_000, int attempt = 1, string sha = Sha, double p95 = 12.5, string verdict = "pass") =>
        new() { Sha = sha, RunId = run, Attempt = attempt, Verdict = verdict, P50 = 3.1, P95 = p95, P99 = 20.25, Rps = 999.6, Success = 1 };

    protected CiContext Context(StoredPullRequest? pull = null, long run = 7_000, int attempt = 1)
    {
        using var folder = ActionsFolder.ForPullRequest(Server, pull ?? Pull, run, attempt);
        return CiContext.Detect(folder.Environment);
    }

    protected async Task<CommentOutcome> PublishAsync(
        RunFigures? figures = null, string body = "## Gauntlet: pass", CiContext? context = null, RetrySettings? settings = null)
    {
        figures ??= Figures();
        var outcome = await new CommentPublisher(context ?? Context(run: figures.RunId, attempt: figures.Attempt), null, settings, Time)
            .PublishAsync(figures, (_, _) => body, TestContext.CurrentContext.CancellationToken);
        await TestContext.Out.WriteLineAsync(outcome.ToString());
        return outcome;
    }

    protected static string CommentOf(RunFigures figures, RunFigures? previous = null, string body = "## Gauntlet: pass") =>
        CommentPublisher.Compose(null, figures, previous, (_, _) => body);
}
