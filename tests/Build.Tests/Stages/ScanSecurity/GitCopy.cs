using System.Text.Json.Nodes;
using Gauntlet.PipelineHarness;

namespace Gauntlet.Build.Tests.Stages.ScanSecurity;

/// <summary>A copy of the project that is a checkout of git: a base, a change on a branch, and as GitHub does the merge of both.</summary>
internal sealed class GitCopy(ProjectCopy copy)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    public string Base { get; private set; } = "";

    public string Head { get; private set; } = "";

    /// <summary>Commits what there is as the base, then what the change does as the head; the merge of both is checked out.</summary>
    public static async Task<GitCopy> CreateAsync(ProjectCopy copy, Action? change = null)
    {
        var git = new GitCopy(copy);
        await File.WriteAllTextAsync(copy.PathOf(".gitignore"), "artifacts/\n");
        await git.RunAsync("init", "--quiet", "--initial-branch=main");
        git.Base = await git.CommitAsync();
        await git.RunAsync("checkout", "--quiet", "-b", "change");
        await File.WriteAllTextAsync(copy.PathOf("changed.txt"), "changed\n");
        change?.Invoke();
        git.Head = await git.CommitAsync();
        await git.RunAsync("checkout", "--quiet", "--detach", "main");
        await git.RunAsync("-c", "user.name=t", "-c", "user.email=t@example.test", "merge", "--quiet", "--no-ff", "-m", "merge", "change");
        return git;
    }

    /// <summary>Answers what git wrote, without the line's end.</summary>
    public async Task<string> RunAsync(params string[] arguments) => (await Command.RunAsync(Deadline, "git", ["-C", copy.Root, .. arguments])).Trim();

    /// <summary>The variables of a step of GitHub Actions on the pull request.</summary>
    public IReadOnlyDictionary<string, string?> PullRequest()
    {
        var file = Path.Combine(copy.Home, "event.json");
        File.WriteAllText(file, new JsonObject
        {
            ["pull_request"] = new JsonObject
            {
                ["number"] = 7,
                ["head"] = new JsonObject { ["sha"] = Head, ["ref"] = "change", ["repo"] = new JsonObject { ["full_name"] = "octo/demo" } },
                ["base"] = new JsonObject { ["sha"] = Base },
            },
        }.ToJsonString());
        return new Dictionary<string, string?>
        {
            ["CI"] = "true",
            ["GITHUB_ACTIONS"] = "true",
            ["GITHUB_EVENT_NAME"] = "pull_request",
            ["GITHUB_EVENT_PATH"] = file,
            ["GITHUB_REPOSITORY"] = "octo/demo",
            ["GITHUB_RUN_ID"] = "1",
            ["GITHUB_RUN_ATTEMPT"] = "1",
        };
    }

    private async Task<string> CommitAsync()
    {
        await RunAsync("add", "--all");
        await RunAsync("-c", "user.name=t", "-c", "user.email=t@example.test", "commit", "--quiet", "--message=a commit");
        return await RunAsync("rev-parse", "HEAD");
    }
}
