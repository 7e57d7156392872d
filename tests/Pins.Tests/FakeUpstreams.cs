using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gauntlet.Pins.Tests;

/// <summary>
/// All upstreams on one real socket, by their documented protocols: GitHub's REST API (releases, git references and tags), OCI's distribution specification
/// with Docker's token service, and plain files of checksums. Which one is meant is the Host of the request.
/// </summary>
internal sealed class FakeUpstreams : IAsyncDisposable
{
    private const string Pass = "pass-for-everyone";
    private readonly WebApplication _app;

    private FakeUpstreams()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>Every request: host, path, and the credentials that it carried.</summary>
    public List<(string Host, string Path, string? Authorization)> Requests { get; } = [];

    /// <summary>Releases by repository: tag and notes.</summary>
    public Dictionary<string, (string Tag, string Notes)> Releases { get; } = [];

    /// <summary>Tags of GitHub's repositories; a commit that begins with "tag" stands for the object of an annotated one.</summary>
    public Dictionary<string, Dictionary<string, string>> Commits { get; } = [];

    /// <summary>Tags and digests by host and repository; a null digest is not named.</summary>
    public Dictionary<string, Dictionary<string, string?>> Images { get; } = [];

    /// <summary>Files by address, without scheme.</summary>
    public Dictionary<string, string> Files { get; } = [];

    /// <summary>Hosts that refuse in place of answering.</summary>
    public Dictionary<string, Func<HttpContext, Task>> Refusals { get; } = [];

    /// <summary>Hosts where nothing listens.</summary>
    public HashSet<string> Away { get; } = [];

    public static async Task<FakeUpstreams> StartAsync()
    {
        var upstreams = new FakeUpstreams();
        await upstreams._app.StartAsync();
        return upstreams;
    }

    /// <summary>A client for which every host is this one.</summary>
    public HttpClient Client() => new(new ToHere(this) { InnerHandler = new SocketsHttpHandler() });

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var (host, path) = (context.Request.Host.Host, context.Request.Path.Value!);
        lock (Requests)
        {
            Requests.Add((host, path, context.Request.Headers.Authorization));
        }

        if (Refusals.TryGetValue(host, out var refuse))
        {
            await refuse(context);
        }
        else if (path.StartsWith("/v2/", StringComparison.Ordinal))
        {
            await RegistryAsync(context, host, path["/v2/".Length..]);
        }
        else if (Found(host, path) is { } text)
        {
            await context.Response.WriteAsync(text);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    private string? Found(string host, string path) => (host, path.Split('/', StringSplitOptions.RemoveEmptyEntries)) switch
    {
        ("auth.docker.io", ["token"]) => JsonSerializer.Serialize(new { token = Pass }),
        ("api.github.com", ["repos", var owner, var name, "releases", "latest"]) when Releases.TryGetValue($"{owner}/{name}", out var release) =>
            JsonSerializer.Serialize(new { tag_name = release.Tag, body = release.Notes }),
        ("api.github.com", ["repos", var owner, var name, "git", "matching-refs", "tags", "v"]) when Commits.TryGetValue($"{owner}/{name}", out var tags) =>
            JsonSerializer.Serialize(tags.Select(tag => new
            {
                @ref = $"refs/tags/{tag.Key}",
                @object = new { sha = tag.Value, type = tag.Value.StartsWith("tag", StringComparison.Ordinal) ? "tag" : "commit" },
            })),
        ("api.github.com", ["repos", _, _, "git", "tags", var tag]) =>
            JsonSerializer.Serialize(new { @object = new { sha = tag["tag".Length..], type = "commit" } }),
        _ => Files.GetValueOrDefault(host + path),
    };

    /// <summary>Docker Hub wants a pass from everyone; the others do not. Tags come in pages of two.</summary>
    private async Task RegistryAsync(HttpContext context, string host, string path)
    {
        var parts = path.Split(["/manifests/", "/tags/"], StringSplitOptions.None);
        var (repository, what) = (parts[0], parts[^1]);
        if (host == "registry-1.docker.io" && context.Request.Headers.Authorization != $"Bearer {Pass}")
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate =
                $"Bearer realm=\"https://auth.docker.io/token\",service=\"registry.docker.io\",scope=\"repository:{repository}:pull\"";
        }
        else if (!Images.TryGetValue($"{host}/{repository}", out var tags))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
        else if (what == "list")
        {
            var from = int.Parse(context.Request.Query["from"].FirstOrDefault() ?? "0", System.Globalization.CultureInfo.InvariantCulture);
            if (from + 2 < tags.Count)
            {
                context.Response.Headers.Link = $"</v2/{repository}/tags/list?from={from + 2}>; rel=\"next\"";
            }

            await context.Response.WriteAsync(JsonSerializer.Serialize(new { name = repository, tags = tags.Keys.Skip(from).Take(2) }));
        }
        else if (tags.GetValueOrDefault(what) is { } digest)
        {
            context.Response.Headers["Docker-Content-Digest"] = digest;
        }
    }

    private sealed class ToHere(FakeUpstreams upstreams) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Assert.That(request.RequestUri!.Scheme, Is.EqualTo("https"));
            var here = new Uri(upstreams._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
            request.Headers.Host = request.RequestUri.Host;
            var port = upstreams.Away.Contains(request.RequestUri.Host) ? 1 : here.Port;
            var original = request.RequestUri;
            request.RequestUri = new UriBuilder(original) { Scheme = "http", Host = here.Host, Port = port }.Uri;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
