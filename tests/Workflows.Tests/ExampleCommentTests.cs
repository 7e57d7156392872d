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

    [TestCase("pass")]
    [TestCase("fail")]
    [TestCase("inconclusive")]
    public async Task ExampleComment_OfTheDocs_IsWhatTheStagePosts(string verdict)
    {
        await using var copy = ProjectCopy.Create();
        await using var server = await GitHubServer.StartAsync();
        server.Add(Pull);
        using var happened = ActionsFolder.ForPullRequest(server, Pull);

        var run = await copy.RunAsync(happened.Environment, "--target=PostComment", "--from=" + Path.Combine(AppContext.BaseDirectory, "Examples", verdict));

        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        var file = Path.Combine(Checkout.Root, "docs", "examples", $"comment-{verdict}.md");
        var comment = server.Comments.Single().Body;
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            await File.WriteAllTextAsync(file, comment);
        }

        Assert.That(comment, Is.EqualTo(await File.ReadAllTextAsync(file)), $"{file} is stale; see the head of this class.");
    }
}
