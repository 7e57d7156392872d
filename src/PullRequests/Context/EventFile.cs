using System.Text.Json;

namespace Gauntlet.PullRequests.Context;

internal static class EventFile
{
    // GitHub delivers no larger payload.
    private const long MaxBytes = 25 * 1024 * 1024;

    public static CiContext Read(string path, Func<string, Stream> open, Func<JsonElement, CiContext> read, Func<string, CiContext> refuse)
    {
        try
        {
            using var stream = open(path);
            if (stream.Length > MaxBytes)
            {
                return refuse("the event file is larger than GitHub's 25 MiB");
            }

            using var document = JsonDocument.Parse(stream, new JsonDocumentOptions { MaxDepth = 64 });
            return read(document.RootElement);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or ArgumentException or NotSupportedException)
        {
            return refuse($"the event file cannot be read ({e.GetType().Name})");
        }
    }

    public static CiContext PullRequest(JsonElement root, CiContext context)
    {
        var pull = Object(root, "pull_request");
        var head = Object(pull, "head");
        if (Number(pull, "number") is not { } number || HostileText.Sha(Text(head, "sha")) is not { } sha)
        {
            return context with { SkipReason = "the event file names no pull request with a number and a head commit" };
        }

        var headRepository = Repository(Object(head, "repo"));
        return context with
        {
            PullRequest = new PullRequestHead
            {
                Number = number,
                HeadSha = sha,
                BaseSha = HostileText.Sha(Text(Object(pull, "base"), "sha")),
                HeadRepository = headRepository,
                Branch = HostileText.Branch(Text(head, "ref")),
                IsFork = headRepository is null || !headRepository.Equals(context.Repository),
            },
        };
    }

    public static CiContext WorkflowRun(JsonElement root, CiContext context)
    {
        var run = Object(root, "workflow_run");
        if (Text(run, "event") != "pull_request")
        {
            return context with { SkipReason = "the workflow run that ended was not for a pull request" };
        }

        if (Large(run, "id") is not { } id || Number(run, "run_attempt") is not { } attempt || HostileText.Sha(Text(run, "head_sha")) is not { } sha
            || HostileText.Branch(Text(run, "head_branch")) is not { } branch)
        {
            return context with { SkipReason = "the event file names no workflow run with an id, an attempt, a head commit and a branch" };
        }

        if (Repository(Object(run, "head_repository")) is not { } headRepository)
        {
            return context with { SkipReason = "the fork of the workflow run that ended is gone" };
        }

        if (headRepository.Equals(context.Repository))
        {
            return context with { SkipReason = "the pull request is no fork's; its own workflow comments" };
        }

        return context with
        {
            Run = new RunIdentity(id, attempt),
            Report = HostileText.Title(Text(run, "name")) is { } workflow ? new ReportKey(workflow, null) : context.Report,
            BaseBranch = HostileText.Branch(Text(Object(root, "repository"), "default_branch")),
            PullRequest = new PullRequestHead { HeadSha = sha, HeadRepository = headRepository, Branch = branch, IsFork = true },
        };
    }

    private static RepositoryName? Repository(JsonElement repository) =>
        RepositoryName.TryParse(Text(repository, "full_name"), out var name) ? name : null;

    private static JsonElement Object(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var child) ? child : default;

    private static string? Text(JsonElement parent, string name) =>
        Object(parent, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private static long? Large(JsonElement parent, string name) =>
        Object(parent, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) && number > 0 ? number : null;

    private static int? Number(JsonElement parent, string name) => Large(parent, name) is { } number and <= int.MaxValue ? (int)number : null;
}
