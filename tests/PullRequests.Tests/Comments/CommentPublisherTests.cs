using Gauntlet.GitHubStandIn;
using Gauntlet.PullRequests.Comments;
using Gauntlet.PullRequests.Context;

namespace Gauntlet.PullRequests.Tests.Comments;

[CancelAfter(120_000)]
internal sealed class CommentPublisherTests : PublisherFixture
{
    [Test]
    public async Task PublishAsync_NoCommentYet_PostsOne()
    {
        var outcome = await PublishAsync();

        Assert.That(outcome.Status, Is.EqualTo(CommentStatus.Posted));
        Assert.That(outcome.Address?.ToString(), Does.EndWith("/pull/12#issuecomment-1000"));
        Assert.That(Server.Comments.Single().Body, Does.StartWith("<!-- gauntlet:report {").And.EndsWith("## Gauntlet: pass"));
    }

    [Test]
    public async Task PublishAsync_CommentOfTheRunBefore_RewritesItInPlaceAndHandsOverItsFigures()
    {
        await PublishAsync(Figures(7_000, p95: 12.5));
        RunFigures? seen = null;

        var outcome = await new CommentPublisher(Context(run: 7_001), null, null, Time).PublishAsync(Figures(7_001, p95: 30), (previous, _) =>
        {
            seen = previous;
            return "## Gauntlet: slower";
        });

        Assert.That(outcome.Status, Is.EqualTo(CommentStatus.Updated));
        Assert.That(seen, Is.EqualTo(Figures(7_000, p95: 12.5)));
        Assert.That(Server.Comments.Single().Body, Does.EndWith("## Gauntlet: slower"));
        Assert.That(Server.Writes,
            Is.EqualTo(new[] { $"POST repos/{GitHubServer.Repository}/issues/12/comments", $"PATCH repos/{GitHubServer.Repository}/issues/comments/1000" }));
    }

    [Test]
    public async Task PublishAsync_SameRunTwice_SendsNothingAndKeepsTheRunBefore()
    {
        await PublishAsync(Figures(6_999));
        await PublishAsync(Figures(7_000));
        var writes = Server.Writes.Count;
        RunFigures? seen = null;

        var outcome = await new CommentPublisher(Context(), null, null, Time).PublishAsync(Figures(7_000), (previous, _) =>
        {
            seen = previous;
            return "## Gauntlet: pass";
        });

        Assert.That(outcome.Status, Is.EqualTo(CommentStatus.Unchanged));
        Assert.That(seen?.RunId, Is.EqualTo(6_999));
        Assert.That(Server.Writes, Has.Count.EqualTo(writes));
    }

    [Test]
    public async Task PublishAsync_LineEndsOfABrowser_CountAsUnchanged()
    {
        Server.AddComment(12, GitHubServer.ActionsBot, CommentOf(Figures(), null, "one\ntwo").Replace("\n", "\r\n", StringComparison.Ordinal) + "\r\n");

        var outcome = await PublishAsync(body: "one\ntwo");

        Assert.That(outcome.Status, Is.EqualTo(CommentStatus.Unchanged));
    }

    [Test]
    public async Task PublishAsync_PullRequestMovedOn_SkipsAndNamesBothCommits()
    {
        var context = Context();
        Server.Add(Pull with { HeadSha = NewerSha });
        Server.AddComment(12, GitHubServer.ActionsBot, CommentOf(Figures(7_001, sha: NewerSha)));

        var outcome = await PublishAsync(context: context);

        Assert.That(outcome.Status, Is.EqualTo(CommentStatus.Skipped));
        Assert.That(outcome.Reason, Does.Contain(Sha[..12]).And.Contain(NewerSha[..12]));
        Assert.That(Server.Writes, Is.Empty);
    }

    [TestCase(7_001, 1)]
    [TestCase(7_000, 2)]
    public async Task PublishAsync_NewerRunOfTheSameCommitSpokeAlready_Skips(long run, int attempt)
    {
        Server.AddComment(12, GitHubServer.ActionsBot, CommentOf(Figures(run, attempt)));

        var outcome = await PublishAsync(Figures(7_000, 1, p95: 99));

        Assert.That(outcome.Status, Is.EqualTo(CommentStatus.Skipped));
        Assert.That(outcome.Reason, Does.Contain("newer run"));
        Assert.That(Server.Writes, Is.Empty);
    }

    [Test]
    public async Task PublishAsync_OneHundredCommentsOverFourPages_FindsOursOnTheLast()
    {
        Server.MaxPerPage = 30;
        for (var i = 0; i < 99; i++)
        {
            Server.AddComment(12, "reviewer", $"remark {i}");
        }

        var ours = Server.AddComment(12, GitHubServer.ActionsBot, CommentOf(Figures(6_000)));

        var outcome = await PublishAsync();

        Assert.That(outcome.Status, Is.EqualTo(CommentStatus.Updated));
        Assert.That(Server.Requests.Count(request => request.Path.EndsWith("issues/12/comments", StringComparison.Ordinal)), Is.EqualTo(4));
        Assert.That(Server.Comments, Has.Count.EqualTo(100));
        Assert.That(Server.Comments.Single(comment => comment.Id == ours).Body, Does.Contain("\"run\":7000"));
    }

    [Test]
    public async Task PublishAsync_Duplicates_FoldsThemIntoTheOldest()
    {
        var first = Server.AddComment(12, GitHubServer.ActionsBot, CommentOf(Figures(5_000)));
        Server.AddComment(12, "reviewer", "looks good");
        Server.AddComment(12, GitHubServer.ActionsBot, CommentOf(Figures(6_000, p95: 77)));
        Server.AddComment(12, GitHubServer.ActionsBot, CommentOf(Figures(5_500)));
        RunFigures? seen = null;

        var outcome = await new CommentPublisher(Context(), null, null, Time).PublishAsync(Figures(), (previous, _) =>
        {
            seen = previous;
            return "body";
        });

        Assert.That(outcome, Is.EqualTo(new CommentOutcome(CommentStatus.Updated, "2 extra comment(s) of Gauntlet's deleted", outcome.Address) { Folded = 2 }));
        Assert.That(seen?.RunId, Is.EqualTo(6_000), "the newest of them is the run before");
        Assert.That(Server.Comments.Select(comment => comment.Author), Is.EqualTo(new[] { GitHubServer.ActionsBot, "reviewer" }));
        Assert.That(Server.Comments[0].Id, Is.EqualTo(first));
    }

    [Test]
    public async Task PublishAsync_MarkerCopiedBySomebodyElse_IsLeftAlone()
    {
        var forged = CommentOf(Figures(9_999), null, "## Gauntlet: pass, trust me");
        Server.AddComment(12, "mallory", forged);

        var outcome = await PublishAsync();

        Assert.That(outcome.Status, Is.EqualTo(CommentStatus.Posted));
        Assert.That(Server.Comments[0].Body, Is.EqualTo(forged));
    }

    [TestCase("release-bot", TestName = "PublishAsync_PersonalToken_FindsCommentsOfItsOwner")]
    [TestCase("my-app[bot]", TestName = "PublishAsync_TokenOfAnApp_FindsCommentsOfItsBot")]
    public async Task PublishAsync_AnotherToken_FindsItsOwnComments(string owner)
    {
        Server.TokenOwner = owner;
        var own = Server.AddComment(12, owner, CommentOf(Figures(6_000)));
        Server.AddComment(12, GitHubServer.ActionsBot, CommentOf(Figures(6_500)));

        var outcome = await PublishAsync();

        Assert.That(outcome.Status, Is.EqualTo(CommentStatus.Updated));
        Assert.That(Server.Writes.Single(), Does.EndWith($"issues/comments/{own}"));
    }

    [Test]
    public async Task PublishAsync_MarkerDamagedByHand_IsReplacedWithoutAComparison()
    {
        Server.AddComment(12, GitHubServer.ActionsBot, "<!-- gauntlet:report {\"schema\":1,\"now\":{oops -->\nold text");
        RunFigures? seen = Figures(1);

        var outcome = await new CommentPublisher(Context(), null, null, Time).PublishAsync(Figures(), (previous, _) =>
        {
            seen = previous;
            return "new text";
        });

        Assert.That(outcome.Status, Is.EqualTo(CommentStatus.Updated));
        Assert.That(seen, Is.Null);
        Assert.That(Server.Comments.Single().Body, Does.EndWith("new text"));
    }

    [Test]
    public async Task PublishAsync_CommentDeletedMeanwhile_PostsANewOne()
    {
        Server.AddComment(12, GitHubServer.ActionsBot, CommentOf(Figures(6_000)));
        Server.Enqueue(new Fault(404, "Not Found") { When = request => request.Method == "PATCH" });

        var outcome = await PublishAsync();

        Assert.That(outcome.Status, Is.EqualTo(CommentStatus.Posted));
    }

    [Test]
    public async Task PublishAsync_BodyTooLong_IsCutBelowTheLimitAndAccepted()
    {
        var body = string.Join("\n\n", Enumerable.Range(0, 4_000).Select(i => $"paragraph {i} about a request that failed 🙂"));

        var outcome = await PublishAsync(body: body);

        Assert.That(body, Has.Length.GreaterThan(CommentPublisher.MaxLength));
        Assert.That(outcome.Status, Is.EqualTo(CommentStatus.Posted));
        Assert.That(Server.Comments.Single().Body, Has.Length.LessThanOrEqualTo(CommentPublisher.MaxLength).And.Length.GreaterThan(60_000));
        Assert.That(Server.Comments.Single().Body, Does.Contain("Cut here"));
    }

    [Test]
    public async Task PublishAsync_ForkOnWorkflowRun_FindsThePullRequestByItsBranchAndCommit()
    {
        Server.Add(ForkPull with { Number = 35, Branch = "other" });
        using var folder = ActionsFolder.ForWorkflowRun(Server, ForkPull, 7_000);

        var outcome = await PublishAsync(context: CiContext.Detect(folder.Environment));

        Assert.That(outcome.Status, Is.EqualTo(CommentStatus.Posted));
        Assert.That(Server.Comments.Single().Issue, Is.EqualTo(34));
    }

    [Test]
    public async Task PublishAsync_ForkPushedAgainBeforeWorkflowRun_Skips()
    {
        using var folder = ActionsFolder.ForWorkflowRun(Server, ForkPull, 7_000);
        Server.Add(ForkPull with { HeadSha = NewerSha });

        var outcome = await PublishAsync(context: CiContext.Detect(folder.Environment));

        Assert.That(outcome.Status, Is.EqualTo(CommentStatus.Skipped));
        Assert.That(outcome.Reason, Does.Contain(NewerSha[..12]));
        Assert.That(Server.Writes, Is.Empty);
    }

    [Test]
    public async Task PublishAsync_FiguresOfAnotherCommit_AreNeverSent()
    {
        var outcome = await PublishAsync(Figures(sha: NewerSha));

        Assert.That(outcome.Status, Is.EqualTo(CommentStatus.Skipped));
        Assert.That(Server.Requests, Is.Empty);
    }

    [Test]
    public async Task PublishAsync_NoPullRequest_SkipsWithTheContextsReason()
    {
        var outcome = await PublishAsync(context: CiContext.Detect(new Dictionary<string, string?>()));

        Assert.That(outcome, Is.EqualTo(new CommentOutcome(CommentStatus.Skipped, "not in GitHub Actions, so there is no pull request to comment on", null)));
    }
}
