using System.Text;
using System.Text.Json.Nodes;
using Gauntlet.PullRequests.Context;

namespace Gauntlet.PullRequests.Tests.Context;

internal sealed class CiContextTests
{
    private const string Sha = "1111111111111111111111111111111111111111";
    private static readonly string EventPath = "event.json";

    private static Dictionary<string, string?> Environment(string eventName = "pull_request") => new()
    {
        ["GITHUB_ACTIONS"] = "true",
        ["GITHUB_EVENT_NAME"] = eventName,
        ["GITHUB_EVENT_PATH"] = EventPath,
        ["GITHUB_REPOSITORY"] = "octo-org/demo",
        ["GITHUB_RUN_ID"] = "7000",
        ["GITHUB_RUN_ATTEMPT"] = "2",
        ["GITHUB_TOKEN"] = "ghs_secret",
    };

    private static JsonObject Payload(JsonNode? number = null, string sha = Sha, string branch = "feature/x", string from = "octo-org/demo") => new()
    {
        ["pull_request"] = new JsonObject
        {
            ["number"] = number ?? 12,
            ["title"] = "Faster",
            ["head"] = new JsonObject { ["sha"] = sha, ["ref"] = branch, ["repo"] = new JsonObject { ["full_name"] = from } },
            ["base"] = new JsonObject { ["sha"] = Sha },
        },
    };

    private static CiContext Detect(JsonNode payload, Dictionary<string, string?>? environment = null) =>
        CiContext.Detect(environment ?? Environment(), _ => new MemoryStream(Encoding.UTF8.GetBytes(payload.ToJsonString())));

    [Test]
    public void Detect_PullRequest_ReadsItsHeadAndTheRun()
    {
        var context = Detect(Payload());

        Assert.That(context.SkipReason, Is.Null);
        Assert.That(context.PullRequest, Has.Property("Number").EqualTo(12).And.Property("HeadSha").EqualTo(Sha).And.Property("IsFork").False);
        Assert.That(context.Run, Is.EqualTo(new RunIdentity(7000, 2)));
        Assert.That(context.ToString(), Does.Not.Contain("ghs_secret"));
    }

    [TestCase("push")]
    [TestCase("schedule")]
    [TestCase("workflow_dispatch")]
    public void Detect_OtherEvents_SaysThereIsNoPullRequest(string name) =>
        Assert.That(Detect(Payload(), Environment(name)).SkipReason, Does.Contain(name).And.Contain("not a pull request"));

    [Test]
    public void Detect_WithoutToken_SaysWhereItGoes()
    {
        var environment = Environment();
        environment["GITHUB_TOKEN"] = " ";
        environment["GH_TOKEN"] = "another";

        Assert.That(Detect(Payload(), environment).SkipReason, Does.StartWith("GITHUB_TOKEN is not set"));
    }

    [Test]
    public void Detect_Fork_IsMarked() => Assert.That(Detect(Payload(from: "mallory/demo")).PullRequest?.IsFork, Is.True);

    // Each of these would end up in a URL.
    [TestCase("12/../../../user", Sha)]
    [TestCase("-1", Sha)]
    [TestCase("12", "main")]
    [TestCase("12", "1111111111111111111111111111111111111111\n")]
    [TestCase("12", "../../../../../../../../../../../../etc/p")]
    public void Detect_HostileNumberOrCommit_IsRefused(string number, string sha)
    {
        var node = int.TryParse(number, out var value) ? JsonValue.Create(value) : (JsonNode)JsonValue.Create(number);

        Assert.That(Detect(Payload(node, sha)).SkipReason, Does.Contain("no pull request"));
    }

    [TestCase("octo-org")]
    [TestCase("octo-org/..")]
    [TestCase("octo org/demo")]
    [TestCase("a/b/c")]
    public void Detect_HostileRepository_IsRefused(string repository)
    {
        var environment = Environment();
        environment["GITHUB_REPOSITORY"] = repository;

        Assert.That(Detect(Payload(), environment).SkipReason, Does.Contain("GITHUB_REPOSITORY"));
    }

    [TestCase("https://ghe.example.com/api/v3", "https://ghe.example.com/api/v3/")]
    [TestCase("https://api.company.ghe.com", "https://api.company.ghe.com/")]
    [TestCase("http://127.0.0.1:8080/api/v3", "http://127.0.0.1:8080/api/v3/")]
    public void Detect_EnterpriseAddress_IsTakenAsItStands(string given, string used)
    {
        var environment = Environment();
        environment["GITHUB_API_URL"] = given;

        Assert.That(Detect(Payload(), environment).ApiAddress, Is.EqualTo(new Uri(used)));
    }

    [TestCase("http://ghe.example.com/api/v3")]
    [TestCase("https://user@ghe.example.com/")]
    [TestCase("file:///etc/passwd")]
    public void Detect_AddressThatWouldLeakTheToken_IsRefused(string given)
    {
        var environment = Environment();
        environment["GITHUB_API_URL"] = given;

        Assert.That(Detect(Payload(), environment).SkipReason, Does.Contain("GITHUB_API_URL"));
    }

    [TestCase("{")]
    [TestCase("[]")]
    [TestCase("{\"pull_request\": 3}")]
    [TestCase("")]
    public void Detect_BrokenEventFile_IsASkipAndNoCrash(string text) =>
        Assert.That(CiContext.Detect(Environment(), _ => new MemoryStream(Encoding.UTF8.GetBytes(text))).SkipReason, Is.Not.Null);

    [Test]
    public void Detect_WorkflowRunOfAFork_SpeaksForTheRunThatEnded()
    {
        var context = Detect(WorkflowRun("mallory/demo"), Environment("workflow_run"));

        Assert.That(context.SkipReason, Is.Null);
        Assert.That(context.Run, Is.EqualTo(new RunIdentity(6500, 3)));
        Assert.That(context.PullRequest, Has.Property("Number").Null.And.Property("IsFork").True);
    }

    [Test]
    public void Detect_WorkflowRunOfTheSameRepository_LeavesItToItsOwnWorkflow() =>
        Assert.That(Detect(WorkflowRun("octo-org/demo"), Environment("workflow_run")).SkipReason, Does.Contain("own workflow"));

    [TestCase("`code` <b>x</b> @team [l](u) | cell")]
    [TestCase("``` ::set-output name=a::b")]
    [TestCase("line\r\n::error::two\u202e")]
    public void CodeSpan_HostileTitle_StaysOneInertLine(string title)
    {
        var span = HostileText.CodeSpan(title);
        var html = Markdig.Markdown.ToHtml(span);

        Assert.That(span, Does.Not.Contain("\n").And.Not.Contain("|").And.Not.Contain("\u202e"));
        Assert.That(html, Does.StartWith("<p><code>").And.Contain("</code></p>"));
        Assert.That(html, Does.Not.Contain("<b>").And.Not.Contain("<a "));
    }

    [TestCase("a b")]
    [TestCase("a..b")]
    [TestCase("a\nb")]
    [TestCase("a\\b")]
    public void Branch_NotAllowedByGit_IsDropped(string branch) => Assert.That(Detect(Payload(branch: branch)).PullRequest!.Branch, Is.Null);

    private static JsonObject WorkflowRun(string from) => new()
    {
        ["workflow_run"] = new JsonObject
        {
            ["id"] = 6500,
            ["run_attempt"] = 3,
            ["event"] = "pull_request",
            ["head_sha"] = Sha,
            ["head_branch"] = "patch-1",
            ["head_repository"] = new JsonObject { ["full_name"] = from },
        },
    };
}
