using System.Globalization;
using System.Text;
using Gauntlet.GitHubStandIn;
using Gauntlet.PipelineHarness;
using Gauntlet.PullRequests.Comments;
using Gauntlet.PullRequests.Context;

namespace Gauntlet.PullRequests.Tests.Comments;

/// <summary>What becomes of the comment in each situation, with a stand-in for GitHub; docs/pull-requests.md is written from it.</summary>
[CancelAfter(120_000)]
internal sealed class SituationTests : PublisherFixture
{
    private const string Page = "docs/pull-requests.md";

    private const string Head = """
        # The comment on a pull request

        One comment for each report (workflow, job, and the leg of a matrix where `--comment-leg` names one), posted first and rewritten in place
        later. It is recognised by a hidden line and by who wrote it. A note that somebody wrote above ours stays there. What keeps a comment from
        being posted never changes a run's verdict: the stage is skipped with the reason, and `--require=PostComment` makes that `inconclusive`.

        It says first what the run means for the change, then every reason and every broken threshold with its value and limit, the figures in one
        line, and what is new since the run before on the same pull request. Beside the figures stand those of the last run of the branch that the
        pull request goes to, from the file that `--history` names: in CI scheduled.yml keeps it for main in the actions cache, and validate.yml
        reads it there. Only runs of the same load, routes, cluster and machine are compared, and only with one that passed. What passed is folded.
        Examples: [pass](examples/comment-pass.md), [fail](examples/comment-fail.md), [inconclusive](examples/comment-inconclusive.md), and
        [a fork's](examples/comment-fork.md).

        This table is made by the tests from what happened: `UPDATE_DOCS=1 dotnet test tests/PullRequests.Tests --filter Situation`.

        | situation | comment | reason given |
        |---|---|---|

        """;

    private static readonly RunFigures Older = Figures(6_000);

    /// <summary>What is so before the comment is tried.</summary>
    private sealed record Situation(string Name, CommentStatus Expected, Func<SituationTests, CiContext> Arrange)
    {
        public string? Key { get; init; }

        public Action<SituationTests>? Then { get; init; }
    }

    private static IEnumerable<Situation> Situations =>
    [
        new("a first run", CommentStatus.Posted, test => test.Context()),
        new("a second run", CommentStatus.Updated, test => test.With(Older)),
        new("the same run again, with the same report", CommentStatus.Unchanged, test => test.With(Figures())),
        new("an older run of the same commit ends last", CommentStatus.Skipped, test => test.With(Figures(7_001))),
        new("the pull request was pushed to meanwhile", CommentStatus.Skipped, test => test.Moved(Pull with { HeadSha = NewerSha })),
        new("230 comments, ours the last", CommentStatus.Updated, test =>
        {
            for (var i = 0; i < 229; i++)
            {
                test.Server.AddComment(12, "reviewer", $"remark {i}");
            }

            return test.With(Older);
        }),
        new("a note above ours, by somebody who may edit it", CommentStatus.Updated, test => test.With(Older, "Known: #3, see the wiki.\n\n"))
        {
            Then = test => Assert.That(test.Server.Comments.Single().Body, Does.StartWith("Known: #3, see the wiki.\n\n<!-- gauntlet:report {")),
        },
        new("a copy of our comment, by somebody else", CommentStatus.Posted, test => test.With(Older, author: "mallory")),
        new("ours deleted while we write", CommentStatus.Posted, test =>
        {
            test.Server.Enqueue(new Fault(404, "Not Found") { When = request => request.Method == "PATCH" });
            return test.With(Older);
        }),
        new("another report on the same pull request", CommentStatus.Posted, test => test.With(Older, key: "validate / e2e / k8s 1.34"))
        {
            Key = "validate / e2e / k8s 1.35",
        },
        new("a comment of a version without reports", CommentStatus.Updated, test => test.With(Older)) { Key = "validate / e2e" },
        new("a closed pull request without a comment", CommentStatus.Skipped, test => test.Context(Pull with { IsClosed = true })),
        new("a closed pull request with one", CommentStatus.Updated, test =>
        {
            test.Context(Pull with { IsClosed = true });
            return test.With(Older);
        }),
        new("a locked conversation", CommentStatus.Failed, test => test.Context(Pull with { IsLocked = true })),
        new("a fork's token, which may only read", CommentStatus.Skipped, test =>
        {
            test.Server.ReadOnly = true;
            return test.Context(ForkPull);
        }),
        new("a fork, after its run", CommentStatus.Posted, test => test.AfterRun(ForkPull)),
        new("a fork's branch with a banana in its name", CommentStatus.Posted, test => test.AfterRun(ForkPull with { Branch = "refactor-🍌" })),
        new("one branch, two pull requests, one of them to the default branch", CommentStatus.Posted, test =>
        {
            test.Server.Add(ForkPull with { Number = 30, Base = "release" });
            return test.AfterRun(ForkPull);
        })
        {
            Then = test => Assert.That(test.Server.Comments.Single().Issue, Is.EqualTo(34)),
        },
        new("one branch, two pull requests, none of them to the default branch", CommentStatus.Skipped, test =>
        {
            test.Server.Add(ForkPull with { Number = 30, Base = "release" });
            return test.AfterRun(ForkPull with { Base = "next" });
        }),
        new("a fork's branch pushed to before its comment", CommentStatus.Skipped, test =>
        {
            var context = test.AfterRun(ForkPull);
            test.Server.Add(ForkPull with { HeadSha = NewerSha });
            return context;
        }),
        new("an App's token", CommentStatus.Updated, test => test.As("my-app[bot]", asks: true)),
        new("an App's token that may not ask who it is", CommentStatus.Updated, test => test.As("my-app[bot]", asks: false)),
        new("a person's token", CommentStatus.Updated, test => test.As("release-manager", asks: true)),
        new("the primary limit, up in 45 s", CommentStatus.Posted, test => test.Limit(TimeSpan.FromSeconds(45))),
        new("the primary limit, up in 50 min", CommentStatus.Failed, test => test.Limit(TimeSpan.FromMinutes(50))),
        new("a secondary limit that names no time", CommentStatus.Posted, test => test.Fault(GitHubStandIn.Fault.SecondaryLimit(403, null))),
        new("502 twice", CommentStatus.Posted, test => test.Fault(GitHubStandIn.Fault.BadGateway, GitHubStandIn.Fault.BadGateway)),
        new("502 without end", CommentStatus.Failed, test => test.Fault([.. Enumerable.Repeat(GitHubStandIn.Fault.BadGateway, 20)])),
        new("half an answer, once", CommentStatus.Posted, test => test.Fault(GitHubStandIn.Fault.HalfAnAnswer)),
        new("half an answer, always", CommentStatus.Failed, test => test.Fault([.. Enumerable.Repeat(GitHubStandIn.Fault.HalfAnAnswer, 20)])),
        new("the page of a proxy", CommentStatus.Failed, test => test.Fault([.. Enumerable.Repeat(GitHubStandIn.Fault.ProxyPage, 20)])),
        new("GitHub Enterprise Server, by its own path", CommentStatus.Updated, test => test.With(Older))
        {
            Then = test => Assert.That(test.Server.Requests.Select(request => request.Path), Has.Member("api/graphql"), "it lies beside api/v3"),
        },
        Untrusted(),
        new("a token that GitHub does not know", CommentStatus.Skipped, test => test.Context() with { Token = new AccessToken("ghs_another") }),
        new("a report that GitHub refuses", CommentStatus.Failed, test => test.Fault(
            new Fault(422, "Validation Failed") { When = request => request is { Method: "POST", Writes: true } })),
        new("a server that nobody answers on", CommentStatus.Failed, test => test.Context() with { ApiAddress = new Uri("http://127.0.0.1:9/") }),
    ];

    [Test]
    public async Task Situation_EachOfThem_EndsAsThePageSays()
    {
        var page = new StringBuilder(Head);
        foreach (var situation in Situations)
        {
            var context = situation.Arrange(this);
            var figures = Figures();
            var report = situation.Key is { } key ? new ReportKey(key, null) : null;
            var outcome = await new CommentPublisher(context, report, null, Time)
                .PublishAsync(figures, (_, _) => "## Gauntlet: pass", TestContext.CurrentContext.CancellationToken);

            Assert.That(outcome.Status, Is.EqualTo(situation.Expected), $"{situation.Name}: {outcome.Reason}");
            var isThere = outcome.Status is CommentStatus.Posted or CommentStatus.Updated or CommentStatus.Unchanged;
            Assert.That(outcome.Reason is null, Is.EqualTo(isThere), situation.Name);
            situation.Then?.Invoke(this);
            page.Append(CultureInfo.InvariantCulture, $"| {situation.Name} | {Word(outcome.Status)} | {Code(outcome.Reason)} |\n");
            await StopServer();
            await StartServer();
        }

        AssertPage(page.ToString());
    }

    [Test]
    public async Task PublishAsync_CertificateOfAnAuthorityThatNobodyTrusts_SaysSoAtOnceAndNamesTheRemedy()
    {
        var time = new InstantTime();
        await using var server = SelfSignedServer.Start();

        var outcome = await new CommentPublisher(Context() with { ApiAddress = server.Address }, null, null, time).PublishAsync(Figures(), (_, _) => "body");

        Assert.That(outcome.Status, Is.EqualTo(CommentStatus.Failed));
        Assert.That(outcome.Reason, Does.StartWith("GitHub's certificate is not trusted: ").And.Contain("SSL_CERT_FILE").And.Not.Contain("inner exception"));
        Assert.That(time.Pauses, Is.Empty);
    }

    private static Situation Untrusted()
    {
        SelfSignedServer? server = null;
        return new Situation("a certificate of an authority that nobody trusts", CommentStatus.Failed, test =>
        {
            server = SelfSignedServer.Start();
            return test.Context() with { ApiAddress = server.Address };
        })
        { Then = _ => server!.Stop() };
    }

    private static string Code(string? text) => text is null ? "" : $"`{text.Replace("|", "\\|", StringComparison.Ordinal)}`";

    private static string Word(CommentStatus status) => status switch
    {
        CommentStatus.Failed => "not posted",
        CommentStatus.Skipped => "not posted, and need not be",
        CommentStatus.Posted => "posted",
        CommentStatus.Updated => "updated",
        _ => "left as it is",
    };

    private static void AssertPage(string expected)
    {
        var file = Path.Combine(Checkout.Root, Page);
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(file, expected);
        }

        Assert.That(File.ReadAllText(file), Is.EqualTo(expected), $"{Page} is stale; it says how it is written.");
    }

    private CiContext Context(StoredPullRequest pull)
    {
        Server.Add(pull);
        return base.Context(pull);
    }

    private CiContext With(RunFigures figures, string note = "", string author = GitHubServer.ActionsBot, string? key = null)
    {
        Server.AddComment(12, author, CommentPublisher.Compose(key, figures, null, (_, _) => "## Gauntlet: pass", note));
        return Context();
    }

    private CiContext Moved(StoredPullRequest pull)
    {
        var context = Context();
        Server.Add(pull);
        return context;
    }

    private CiContext AfterRun(StoredPullRequest pull)
    {
        Server.Add(pull);
        using var folder = ActionsFolder.ForWorkflowRun(Server, pull, 7_000);
        return CiContext.Detect(folder.Environment);
    }

    private CiContext As(string owner, bool asks)
    {
        (Server.TokenOwner, Server.ViewerIsForbidden) = (owner, !asks);
        return With(Older, author: owner);
    }

    private CiContext Limit(TimeSpan rest) => Fault(GitHubStandIn.Fault.PrimaryLimit(Time.Start + rest));

    private CiContext Fault(params Fault[] faults)
    {
        Server.Enqueue(faults);
        return Context();
    }
}
