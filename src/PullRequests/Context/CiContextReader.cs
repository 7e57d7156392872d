using System.Globalization;

namespace Gauntlet.PullRequests.Context;

internal sealed class CiContextReader(IReadOnlyDictionary<string, string?> environment, Func<string, Stream> readFile)
{
    internal static readonly Uri PublicApi = new("https://api.github.com/");

    public CiContext Read()
    {
        if (!string.Equals(Value("GITHUB_ACTIONS"), "true", StringComparison.OrdinalIgnoreCase))
        {
            return new CiContext { IsGitHubActions = false, SkipReason = "not in GitHub Actions, so there is no pull request to comment on" };
        }

        var context = new CiContext
        {
            IsGitHubActions = true,
            EventName = HostileText.Title(Value("GITHUB_EVENT_NAME")),
            Token = Value("GITHUB_TOKEN") is { } token ? new AccessToken(token) : null,
            Run = OwnRun(),
            Report = HostileText.Title(Value("GITHUB_WORKFLOW")) is { } workflow ? new ReportKey(workflow, HostileText.Title(Value("GITHUB_JOB"))) : null,
        };

        if (!RepositoryName.TryParse(Value("GITHUB_REPOSITORY"), out var repository))
        {
            return Refuse(context, "GITHUB_REPOSITORY is not of the form owner/name");
        }

        if (Address("GITHUB_API_URL", PublicApi) is not { } api)
        {
            return Refuse(context, "GITHUB_API_URL is not an https address");
        }

        context = context with { Repository = repository, ApiAddress = api, ServerAddress = Address("GITHUB_SERVER_URL", null) };
        return context.EventName switch
        {
            "pull_request" or "pull_request_target" => ReadEvent(context, EventFile.PullRequest),
            "workflow_run" => ReadEvent(context, EventFile.WorkflowRun),
            null => Refuse(context, "GITHUB_EVENT_NAME is not set"),
            _ => Refuse(context, $"the event is {HostileText.CodeSpan(context.EventName)}, not a pull request"),
        };
    }

    private CiContext ReadEvent(CiContext context, Func<System.Text.Json.JsonElement, CiContext, CiContext> read)
    {
        if (Value("GITHUB_EVENT_PATH") is not { } path)
        {
            return Refuse(context, "GITHUB_EVENT_PATH is not set");
        }

        var outcome = EventFile.Read(path, readFile, root => read(root, context), reason => Refuse(context, reason));
        return outcome switch
        {
            { SkipReason: not null } => outcome,
            { Run: null } => Refuse(outcome, "GITHUB_RUN_ID or GITHUB_RUN_ATTEMPT is not a positive number"),
            { Token: null } => Refuse(outcome, "GITHUB_TOKEN is not set; give the step that comments the job's token in its env"),
            _ => outcome,
        };
    }

    private static CiContext Refuse(CiContext context, string reason) => context with { SkipReason = reason };

    private RunIdentity? OwnRun() =>
        Number("GITHUB_RUN_ID") is { } id && Number("GITHUB_RUN_ATTEMPT") is { } attempt and <= int.MaxValue
            ? new RunIdentity(id, (int)attempt)
            : null;

    private long? Number(string name) =>
        long.TryParse(Value(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    // The token travels to this address: nothing but TLS, or this very machine (a stand-in in the tests).
    private Uri? Address(string name, Uri? byDefault)
    {
        if (Value(name) is not { } text)
        {
            return byDefault;
        }

        return Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            && address.UserInfo.Length == 0 && address.Query.Length == 0 && address.Fragment.Length == 0
                ? address
                : null;
    }

    private string? Value(string name) => environment.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
}
