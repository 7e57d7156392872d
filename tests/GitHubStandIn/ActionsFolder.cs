using System.Globalization;
using System.Text.Json.Nodes;

namespace Gauntlet.GitHubStandIn;

/// <summary>A runner's temporary folder: the event file, the files behind GITHUB_ENV and the like, and the environment variables that name them.</summary>
public sealed class ActionsFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gauntlet-actions-");

    /// <summary>The variables of a step.</summary>
    public Dictionary<string, string?> Environment { get; } = new(StringComparer.Ordinal);

    /// <summary>Path of a file in the folder.</summary>
    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>What was written to GITHUB_OUTPUT, GITHUB_ENV or GITHUB_STEP_SUMMARY; empty when nothing was.</summary>
    public string Written(string variable) => File.Exists(Environment[variable]) ? File.ReadAllText(Environment[variable]!) : string.Empty;

    /// <summary>A folder for a <c>pull_request</c> event.</summary>
    public static ActionsFolder ForPullRequest(GitHubServer server, StoredPullRequest pull, long run = 7_000, int attempt = 1)
    {
        ArgumentNullException.ThrowIfNull(pull);
        return Create(server, "pull_request", run, attempt, new JsonObject
        {
            ["action"] = "synchronize",
            ["number"] = pull.Number,
            ["pull_request"] = new JsonObject
            {
                ["number"] = pull.Number,
                ["title"] = pull.Title,
                ["head"] = new JsonObject { ["sha"] = pull.HeadSha, ["ref"] = pull.Branch, ["repo"] = new JsonObject { ["full_name"] = pull.HeadRepository } },
                ["base"] = new JsonObject { ["sha"] = new string('0', 40), ["ref"] = "main" },
            },
        });
    }

    /// <summary>A folder for the <c>workflow_run</c> event after the run of a pull request.</summary>
    public static ActionsFolder ForWorkflowRun(GitHubServer server, StoredPullRequest pull, long run, int attempt = 1)
    {
        ArgumentNullException.ThrowIfNull(pull);
        return Create(server, "workflow_run", run + 1, 1, new JsonObject
        {
            ["action"] = "completed",
            ["workflow_run"] = new JsonObject
            {
                ["id"] = run,
                ["run_attempt"] = attempt,
                ["event"] = "pull_request",
                ["head_sha"] = pull.HeadSha,
                ["head_branch"] = pull.Branch,
                ["head_repository"] = new JsonObject { ["full_name"] = pull.HeadRepository },
                ["pull_requests"] = new JsonArray(),
            },
            ["repository"] = new JsonObject { ["full_name"] = GitHubServer.Repository, ["default_branch"] = "main" },
        });
    }

    /// <summary>A folder for any event.</summary>
    public static ActionsFolder Create(GitHubServer server, string eventName, long run, int attempt, JsonNode payload)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(payload);
        var folder = new ActionsFolder();
        File.WriteAllText(folder.PathOf("event.json"), payload.ToJsonString());
        foreach (var (name, value) in new (string, string)[]
        {
            ("GITHUB_ACTIONS", "true"),
            ("CI", "true"),
            ("GITHUB_EVENT_NAME", eventName),
            ("GITHUB_EVENT_PATH", folder.PathOf("event.json")),
            ("GITHUB_REPOSITORY", GitHubServer.Repository),
            ("GITHUB_RUN_ID", run.ToString(CultureInfo.InvariantCulture)),
            ("GITHUB_RUN_NUMBER", "1"),
            ("GITHUB_RUN_ATTEMPT", attempt.ToString(CultureInfo.InvariantCulture)),
            ("GITHUB_API_URL", server.ApiAddress.ToString().TrimEnd('/')),
            ("GITHUB_SERVER_URL", "https://github.com"),
            ("GITHUB_TOKEN", GitHubServer.Token),
            ("GITHUB_OUTPUT", folder.PathOf("output")),
            ("GITHUB_ENV", folder.PathOf("env")),
            ("GITHUB_STEP_SUMMARY", folder.PathOf("summary")),
        })
        {
            folder.Environment[name] = value;
        }

        return folder;
    }

    /// <inheritdoc />
    public void Dispose() => _folder.Delete(recursive: true);
}
