using Gauntlet.GitHubStandIn;
using Gauntlet.PullRequests.Api;
using Gauntlet.PullRequests.Comments;
using Gauntlet.PullRequests.Context;

namespace Gauntlet.PullRequests.Tests.Comments;

[CancelAfter(120_000)]
internal sealed class CommentPublisherFaultTests : PublisherFixture
{
    private static bool IsPost(SeenRequest request) => request is { Method: "POST", Writes: true };

    private static bool IsQuery(SeenRequest request) => request.Path == SeenRequest.GraphQl;

    [Test]
    public async Task PublishAsync_BadGatewayTwice_PostsOnceOnTheThirdTry()
    {
        Server.Enqueue(Fault.BadGateway with { When = IsPost }, Fault.BadGateway with { When = IsPost });

        var outcome = await PublishAsync();

        Assert.That(outcome.Status, Is.EqualTo(CommentStatus.Posted));
        Assert.That(Server.Comments, Has.Count.EqualTo(1));
        Assert.That(Time.Pauses, Has.Count.EqualTo(2));
        Assert.That(Time.Pauses[0], Is.InRange(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1)));
        Assert.That(Time.Pauses[1], Is.InRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)));
    }

    [Test]
    public async Task PublishAsync_PostCarriedOutButItsAnswerLost_DoesNotPostTwice()
    {
        Server.Enqueue(Fault.BadGateway with { When = IsPost, AfterTheFact = true });

        var outcome = await PublishAsync();

        Assert.That(outcome.Status, Is.EqualTo(CommentStatus.Posted));
        Assert.That(Server.Comments, Has.Count.EqualTo(1));
        Assert.That(Server.Writes, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task PublishAsync_SecondLook_AsksWithETagsAndIsAnsweredFromTheFirst()
    {
        Server.AddComment(12, "reviewer", "a remark");
        Server.Enqueue(Fault.BadGateway with { When = IsPost });

        var outcome = await PublishAsync();

        Assert.That(outcome.Status, Is.EqualTo(CommentStatus.Posted));
        var lists = Server.Requests.Where(request => request is { Method: "GET" } && request.Path.EndsWith("/comments", StringComparison.Ordinal)).ToList();
        Assert.That(lists, Has.Count.EqualTo(2));
        Assert.That(lists[0].IfNoneMatch, Is.Null);
        Assert.That(lists[1].IfNoneMatch, Does.StartWith("W/"));
    }

    [TestCase(403)]
    [TestCase(429)]
    public async Task PublishAsync_SecondaryLimitWithRetryAfter_WaitsAtLeastThatLong(int status)
    {
        Server.Enqueue(Fault.SecondaryLimit(status, 30) with { When = IsPost });

        var outcome = await PublishAsync();

        Assert.That(outcome.Status, Is.EqualTo(CommentStatus.Posted));
        Assert.That(Time.Waited, Is.InRange(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(31)));
    }

    [Test]
    public async Task PublishAsync_SecondaryLimitWithoutATime_WaitsAMinute()
    {
        Server.Enqueue(Fault.SecondaryLimit(403, null));

        var outcome = await PublishAsync();

        Assert.That(outcome.Status, Is.EqualTo(CommentStatus.Posted));
        Assert.That(Time.Waited, Is.InRange(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(61)));
    }

    [Test]
    public async Task PublishAsync_PrimaryLimit_WaitsForTheReset()
    {
        Server.Enqueue(Fault.PrimaryLimit(Time.Start + TimeSpan.FromSeconds(45)));

        var outcome = await PublishAsync();

        Assert.That(outcome.Status, Is.EqualTo(CommentStatus.Posted));
        Assert.That(Time.Waited, Is.InRange(TimeSpan.FromSeconds(45), TimeSpan.FromSeconds(46)));
    }

    [Test]
    public async Task PublishAsync_ResetBeyondTheBudget_FailsAtOnceAndSaysSo()
    {
        Server.Enqueue(Fault.PrimaryLimit(Time.Start + TimeSpan.FromMinutes(50)));

        var outcome = await PublishAsync();

        Assert.That(outcome.Status, Is.EqualTo(CommentStatus.Failed));
        Assert.That(outcome.Reason, Does.Contain("rate limit").And.Contain("API rate limit exceeded"));
        Assert.That(Time.Waited, Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public async Task PublishAsync_ConnectionBreaks_TriesAgain()
    {
        Server.Enqueue(Fault.Disconnect, Fault.Disconnect);

        var outcome = await PublishAsync();

        Assert.That(outcome.Status, Is.EqualTo(CommentStatus.Posted));
        Assert.That(Time.Pauses, Is.Not.Empty);
    }

    [Test]
    public async Task PublishAsync_ServerErrorsWithoutEnd_FailsAfterBoundedTries()
    {
        Server.Enqueue([.. Enumerable.Repeat(Fault.BadGateway with { When = IsPost }, 20)]);

        var outcome = await PublishAsync();

        Assert.That(outcome.Status, Is.EqualTo(CommentStatus.Failed));
        Assert.That(outcome.Reason, Does.Contain("502"));
        Assert.That(Server.Writes, Has.Count.EqualTo(5), "the first try and four more");
        Assert.That(Time.Waited, Is.LessThan(new RetrySettings().MaxWait));
    }

    [Test]
    public async Task PublishAsync_NobodyListens_FailsAndSaysGitHubWasNotReached()
    {
        var context = Context();
        await Server.DisposeAsync();

        var outcome = await PublishAsync(context: context, settings: new RetrySettings { Retries = 1 });

        Assert.That(outcome.Status, Is.EqualTo(CommentStatus.Failed));
        Assert.That(outcome.Reason, Does.Contain("could not be reached"));
    }

    [Test]
    public async Task PublishAsync_ForksReadOnlyToken_SkipsAndPointsAtTheSummary()
    {
        Server.ReadOnly = true;

        var outcome = await PublishAsync(context: Context(ForkPull));

        Assert.That(outcome.Status, Is.EqualTo(CommentStatus.Skipped));
        Assert.That(outcome.Reason, Does.Contain("403").And.Contain("Resource not accessible by integration").And.Contain("job summary").And.Contain("fork"));
        Assert.That(Time.Pauses, Is.Empty, "a refusal is not tried again");
    }

    [Test]
    public async Task PublishAsync_OwnTokenWithoutPermission_SkipsAndNamesThePermission()
    {
        Server.ReadOnly = true;

        var outcome = await PublishAsync();

        Assert.That(outcome.Status, Is.EqualTo(CommentStatus.Skipped));
        Assert.That(outcome.Reason, Does.Contain("pull-requests: write"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task PublishAsync_TokenThatMayNotAskWhoItIs_IsTakenForTheWorkflows(bool byGraphQl)
    {
        var own = Server.AddComment(12, GitHubServer.ActionsBot, CommentOf(Figures(6_000)));
        Server.ViewerIsForbidden = byGraphQl;
        if (!byGraphQl)
        {
            Server.Enqueue(new Fault(403, "Resource not accessible by integration") { When = IsQuery });
        }

        var outcome = await PublishAsync();

        Assert.That(outcome.Status, Is.EqualTo(CommentStatus.Updated));
        Assert.That(Server.Writes.Single(), Does.EndWith($"issues/comments/{own}"));
    }

    /// <summary>GraphQL reports a used-up limit as 200; a guess would post a second comment.</summary>
    [Test]
    public async Task PublishAsync_AnswerThatNamesNobody_FailsInsteadOfGuessing()
    {
        Server.Enqueue(new Fault(200, "API rate limit exceeded") { When = IsQuery });

        var outcome = await PublishAsync();

        Assert.That(outcome.Status, Is.EqualTo(CommentStatus.Failed));
        Assert.That(outcome.Reason, Does.Contain("whose the token is"));
        Assert.That(Server.Writes, Is.Empty);
    }

    [Test]
    public async Task PublishAsync_WrongToken_SkipsAndNeverShowsIt()
    {
        var outcome = await PublishAsync(context: Context() with { Token = new AccessToken("ghp_wrong") });

        Assert.That(outcome.Status, Is.EqualTo(CommentStatus.Skipped));
        Assert.That(outcome.Reason, Does.Contain("401").And.Contain("Bad credentials").And.Not.Contain("ghp_wrong"));
    }

    [Test]
    public async Task PublishAsync_UnknownPullRequest_FailsAndSaysWhatToCheck()
    {
        var outcome = await PublishAsync(context: Context(Pull with { Number = 99 }));

        Assert.That(outcome.Status, Is.EqualTo(CommentStatus.Failed));
        Assert.That(outcome.Reason, Does.Contain("404").And.Contain("permissions"));
    }

    [Test]
    public async Task PublishAsync_RefusedAsInvalid_FailsWithGitHubsWords()
    {
        Server.Enqueue(new Fault(422, "Validation Failed") { When = IsPost });

        var outcome = await PublishAsync();

        Assert.That(outcome.Status, Is.EqualTo(CommentStatus.Failed));
        Assert.That(outcome.Reason, Does.Contain("422").And.Contain("Validation Failed"));
        Assert.That(Server.Writes, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task PublishAsync_SameSeed_WaitsTheSame()
    {
        async Task<IReadOnlyList<TimeSpan>> PausesAsync(int seed)
        {
            var time = new InstantTime();
            Server.Enqueue(Fault.BadGateway, Fault.BadGateway, Fault.BadGateway);
            await new CommentPublisher(Context(), null, new RetrySettings { Seed = seed }, time).PublishAsync(Figures(), (_, _) => "body");
            return time.Pauses;
        }

        var (one, same, other) = (await PausesAsync(5), await PausesAsync(5), await PausesAsync(6));

        Assert.That(same, Is.EqualTo(one));
        Assert.That(other, Is.Not.EqualTo(one));
    }

    [Test]
    public void PublishAsync_Cancelled_Throws()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.That(
            async () => await new CommentPublisher(Context(), null, null, Time).PublishAsync(Figures(), (_, _) => "body", source.Token),
            Throws.InstanceOf<OperationCanceledException>());
    }
}
