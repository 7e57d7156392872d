using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gauntlet.GitHubStandIn;

/// <summary>
/// GitHub's REST API, and GraphQL's viewer, as far as pull request comments need it, on a free port of the loopback interface: paging by Link headers, ETags,
/// rate limits and error bodies as GitHub documents them. An unknown route answers 404 and is recorded like any other.
/// </summary>
public sealed class GitHubServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly GitHubStore _store;
    private readonly List<SeenRequest> _seen = [];
    private readonly List<Fault> _faults = [];
    private readonly Lock _gate = new();

    private GitHubServer(WebApplication app, GitHubStore store) => (_app, _store) = (app, store);

    /// <summary>The one repository it knows.</summary>
    public const string Repository = "octo-org/gauntlet-demo";

    /// <summary>The one token it accepts.</summary>
    public const string Token = "ghs_standInTokenOfTheTests00000000000000";

    /// <summary>Name under which the workflow's own token writes.</summary>
    public const string ActionsBot = "github-actions[bot]";

    /// <summary>Root of the server, ending in a slash.</summary>
    public Uri Address => new(_app.Urls.Single() + "/");

    /// <summary>Base address of the API, as GitHub Enterprise has it.</summary>
    public Uri ApiAddress => new(Address, "api/v3/");

    /// <summary>
    /// Login that the token writes as; null for a workflow's token, which writes as <see cref="ActionsBot"/>. One that ends in [bot] is an installation's,
    /// which may not GET /user.
    /// </summary>
    public string? TokenOwner { get => _store.TokenOwner; set => _store.TokenOwner = value; }

    /// <summary>True for a token that may only read, such as a fork's.</summary>
    public bool ReadOnly { get => _store.ReadOnly; set => _store.ReadOnly = value; }

    /// <summary>True for a token that may not ask GraphQL who it is: refused with 200 and an error, as GraphQL does.</summary>
    public bool ViewerIsForbidden { get => _store.ViewerIsForbidden; set => _store.ViewerIsForbidden = value; }

    /// <summary>Most items of one page, whatever is asked for. GitHub's is 100.</summary>
    public int MaxPerPage { get => _store.MaxPerPage; set => _store.MaxPerPage = value; }

    /// <summary>Comments as they are now, oldest first.</summary>
    public IReadOnlyList<StoredComment> Comments => _store.Comments;

    /// <summary>All requests, in order.</summary>
    public IReadOnlyList<SeenRequest> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _seen];
            }
        }
    }

    /// <summary>The requests that change something, as <c>METHOD path</c>.</summary>
    public IReadOnlyList<string> Writes => [.. Requests.Where(request => request.Writes).Select(request => $"{request.Method} {request.Path}")];

    /// <summary>Starts a server.</summary>
    public static async Task<GitHubServer> StartAsync(CancellationToken cancellation = default)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var server = new GitHubServer(app, new GitHubStore());
        app.Run(server.AnswerAsync);
        await app.StartAsync(cancellation).ConfigureAwait(false);
        return server;
    }

    /// <summary>Adds an open pull request.</summary>
    public void Add(StoredPullRequest pull) => _store.Add(pull);

    /// <summary>Adds a comment as if somebody had written it; returns its id.</summary>
    public long AddComment(int issue, string author, string body) => _store.AddComment(issue, author, body).Id;

    /// <summary>Gives this answer once, to the next request it waits for.</summary>
    public void Enqueue(params Fault[] faults)
    {
        lock (_gate)
        {
            _faults.AddRange(faults);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await _app.DisposeAsync().ConfigureAwait(false);

    private async Task AnswerAsync(HttpContext http)
    {
        var request = await ReadAsync(http.Request).ConfigureAwait(false);
        Fault? fault;
        lock (_gate)
        {
            _seen.Add(request);
            fault = _faults.FirstOrDefault(candidate => candidate.When?.Invoke(request) ?? true);
            if (fault is not null)
            {
                _faults.Remove(fault);
            }
        }

        if (fault is null or { AfterTheFact: true })
        {
            var answer = _store.Answer(request, ApiAddress);
            if (fault is null)
            {
                await answer.SendAsync(http).ConfigureAwait(false);
                return;
            }
        }

        if (fault.Status == 0)
        {
            http.Abort();
            return;
        }

        await Answer.FromFault(fault).SendAsync(http).ConfigureAwait(false);
    }

    private static async Task<SeenRequest> ReadAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var path = request.Path.Value!.TrimStart('/');
        return new SeenRequest(
            request.Method,
            path.StartsWith("api/v3/", StringComparison.Ordinal) ? path["api/v3/".Length..] : path,
            request.QueryString.Value ?? string.Empty,
            request.Headers.Authorization,
            request.Headers.IfNoneMatch,
            await reader.ReadToEndAsync().ConfigureAwait(false));
    }
}
