namespace Gauntlet.PullRequests.Context;

/// <summary>Where this process runs and on whose behalf. Either a comment can be tried (<see cref="SkipReason"/> is null) or the reason says why not.</summary>
public sealed record CiContext
{
    /// <summary>True inside GitHub Actions.</summary>
    public required bool IsGitHubActions { get; init; }

    /// <summary>Name of the event, such as <c>pull_request</c>.</summary>
    public string? EventName { get; init; }

    /// <summary>The repository whose pull request it is.</summary>
    public RepositoryName? Repository { get; init; }

    /// <summary>The run whose figures are reported. On <c>workflow_run</c> that is the run that was finished, not this one.</summary>
    public RunIdentity? Run { get; init; }

    /// <summary>Which report it is, without its leg; null where the workflow has no name.</summary>
    public ReportKey? Report { get; init; }

    /// <summary>The branch that an event without a number is taken to be about: the default branch; null where it is not known.</summary>
    public string? BaseBranch { get; init; }

    /// <summary>The pull request under test.</summary>
    public PullRequestHead? PullRequest { get; init; }

    /// <summary>Address of GitHub's pages; null where it is not known.</summary>
    public Uri? ServerAddress { get; init; }

    /// <summary>The page of the run that is reported; null where it is not known.</summary>
    public Uri? RunAddress =>
        this is { ServerAddress: { } server, Repository: { } repository, Run: { } run }
            ? new Uri(server, FormattableString.Invariant($"{repository}/actions/runs/{run.Id}/attempts/{run.Attempt}"))
            : null;

    /// <summary>Where that page has the run's artifacts; null where it is not known.</summary>
    public Uri? ArtifactsAddress => RunAddress is { } page ? new Uri(page, "#artifacts") : null;

    /// <summary>Base address of the REST API, ending in a slash; GitHub Enterprise sets its own.</summary>
    public Uri ApiAddress { get; init; } = CiContextReader.PublicApi;

    /// <summary>The token, from <c>GITHUB_TOKEN</c> alone.</summary>
    public AccessToken? Token { get; init; }

    /// <summary>Why there is nothing to comment on, as one sentence for the report; null when a comment can be tried.</summary>
    public string? SkipReason { get; init; }

    /// <summary>Reads the context of this process from its environment and event file. It never throws on what they hold.</summary>
    /// <param name="environment">The environment variables.</param>
    /// <param name="readFile">Reads the event file; null stands for <see cref="File.OpenRead(string)"/>.</param>
    public static CiContext Detect(IReadOnlyDictionary<string, string?> environment, Func<string, Stream>? readFile = null) =>
        new CiContextReader(environment, readFile ?? File.OpenRead).Read();
}
