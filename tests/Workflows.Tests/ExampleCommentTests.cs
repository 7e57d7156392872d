using System.Text.Json;
using System.Text.Json.Nodes;
using Gauntlet.Build.Pipeline;
using Gauntlet.GitHubStandIn;
using Gauntlet.PipelineHarness;
using Gauntlet.Workflows.Tests.Replay;

namespace Gauntlet.Workflows.Tests;

/// <summary>
/// The comments of docs/examples, posted by the real stage from the fixed artifacts of Examples/. Where they have changed on purpose,
/// <c>UPDATE_DOCS=1 dotnet test tests/Workflows.Tests --filter ExampleComment</c> writes them anew.
/// </summary>
internal sealed class ExampleCommentTests
{
    private static readonly StoredPullRequest Pull = new(12, ReplayBench.Sha, GitHubServer.Repository, "feature/faster");

    private static readonly StoredPullRequest Fork = Pull with { HeadRepository = "mallory/gauntlet-demo" };

    [TestCase("pass", "pass")]
    [TestCase("fail", "fail")]
    [TestCase("inconclusive", "inconclusive")]
    [TestCase("fork", "fail")]
    public async Task ExampleComment_OfTheDocs_IsWhatTheStagePosts(string name, string verdict)
    {
        await using var copy = ProjectCopy.Create();
        await using var server = await GitHubServer.StartAsync();
        var pull = name == "fork" ? Fork : Pull;
        server.Add(pull);
        using var happened = name == "fork" ? ActionsFolder.ForWorkflowRun(server, pull, 7_000) : ActionsFolder.ForPullRequest(server, pull);

        var run = await copy.RunAsync(happened.Environment, "--target=PostComment", "--from=" + Example(copy, verdict));

        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        var file = Path.Combine(Checkout.Root, "docs", "examples", $"comment-{name}.md");
        var comment = server.Comments.Single().Body;
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            await File.WriteAllTextAsync(file, comment);
        }

        Assert.That(comment, Is.EqualTo(await File.ReadAllTextAsync(file)), $"{file} is stale; see the head of this class.");
    }

    /// <summary>A folder with the artifacts of an example, in which the stages that are newer than it are left out as Test is.</summary>
    private static string Example(ProjectCopy copy, string verdict)
    {
        var folder = Directory.CreateDirectory(Path.Combine(copy.Home, verdict)).FullName;
        var example = Path.Combine(AppContext.BaseDirectory, "Examples", verdict);
        File.Copy(Path.Combine(example, "metrics.json"), Path.Combine(folder, "metrics.json"));
        var state = JsonNode.Parse(File.ReadAllText(Path.Combine(example, "state.json")))!.AsObject();
        foreach (var stage in StageCatalog.Host.Names.Where(stage => stage != "PostComment"))
        {
            state.TryAdd(JsonNamingPolicy.CamelCase.ConvertName(stage), state["test"]!.DeepClone());
        }

        File.WriteAllText(Path.Combine(folder, "state.json"), state.ToJsonString());
        return folder;
    }
}
