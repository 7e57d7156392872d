using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gauntlet.Pins;

/// <summary>A registry by the protocol of OCI's distribution specification (/v2/), asked without an account.</summary>
internal sealed partial class Registry(Upstream upstream)
{
    private const int MostPages = 200;
    private static readonly string[] Kinds =
    [
        "application/vnd.oci.image.index.v1+json", "application/vnd.docker.distribution.manifest.list.v2+json",
        "application/vnd.oci.image.manifest.v1+json", "application/vnd.docker.distribution.manifest.v2+json",
    ];

    private readonly Dictionary<string, AuthenticationHeaderValue> _passes = [];

    /// <summary>Every tag.</summary>
    /// <param name="repository">As manifests name it, such as <c>prom/prometheus</c> or <c>registry.k8s.io/pause</c>.</param>
    /// <exception cref="UpstreamException">The registry does not say.</exception>
    public async Task<IReadOnlyList<string>> TagsAsync(string repository)
    {
        var (host, name) = Split(repository);
        var tags = new List<string>();
        var next = new Uri($"https://{host}/v2/{name}/tags/list?n=1000");
        for (var page = 0; next is not null && page < MostPages; page++)
        {
            using var response = await AskAsync(HttpMethod.Get, next, name).ConfigureAwait(false);
            tags.AddRange(Tags(await response.Content.ReadAsStringAsync().ConfigureAwait(false), host, name));
            next = NextPage(response, next);
        }

        return tags;
    }

    /// <summary>The digest of a tag, <c>sha256:...</c>.</summary>
    /// <exception cref="UpstreamException">The registry does not say.</exception>
    public async Task<string?> DigestAsync(string repository, string tag)
    {
        var (host, name) = Split(repository);
        using var response = await AskAsync(HttpMethod.Head, new Uri($"https://{host}/v2/{name}/manifests/{tag}"), name).ConfigureAwait(false);
        return response.Headers.TryGetValues("Docker-Content-Digest", out var values) && Digest().IsMatch(values.First())
            ? values.First()
            : throw new UpstreamException($"{host} names no digest for {name}:{tag}. Ask it by hand: docker buildx imagetools inspect {repository}:{tag}");
    }

    /// <summary>Docker's names are short ones.</summary>
    private static (string Host, string Name) Split(string repository)
    {
        var parts = repository.Split('/', 2);
        var isHost = parts.Length == 2 && (parts[0].Contains('.', StringComparison.Ordinal) || parts[0].Contains(':', StringComparison.Ordinal));
        var (host, name) = isHost ? (parts[0], parts[1]) : ("docker.io", repository);
        return host != "docker.io" ? (host, name) : ("registry-1.docker.io", name.Contains('/', StringComparison.Ordinal) ? name : $"library/{name}");
    }

    private async Task<HttpResponseMessage> AskAsync(HttpMethod method, Uri address, string name)
    {
        var key = $"{address.Host}/{name}";
        using var request = Request(method, address, key);
        var response = await upstream.SendAsync(request, _passes.ContainsKey(key) ? null : HttpStatusCode.Unauthorized).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
        {
            return response;
        }

        using (response)
        {
            _passes[key] = await PassAsync(address.Host, name, response.Headers.WwwAuthenticate.ToString()).ConfigureAwait(false);
        }

        using var again = Request(method, address, key);
        return await upstream.SendAsync(again).ConfigureAwait(false);
    }

    private HttpRequestMessage Request(HttpMethod method, Uri address, string key)
    {
        var request = new HttpRequestMessage(method, address);
        Array.ForEach(Kinds, kind => request.Headers.Accept.ParseAdd(kind));
        request.Headers.Authorization = _passes.GetValueOrDefault(key);
        return request;
    }

    /// <summary>The pass that a registry's challenge names the way to, for everyone who asks.</summary>
    private async Task<AuthenticationHeaderValue> PassAsync(string host, string name, string challenge)
    {
        var fields = Field().Matches(challenge).DistinctBy(field => field.Groups["name"].Value)
            .ToDictionary(field => field.Groups["name"].Value, field => field.Groups["value"].Value);
        if (!challenge.StartsWith("Bearer ", StringComparison.Ordinal) || !Uri.TryCreate(fields.GetValueOrDefault("realm"), UriKind.Absolute, out var realm)
            || realm.Scheme != Uri.UriSchemeHttps)
        {
            throw new UpstreamException($"{host} wants an account for {name}, which this command has none of. Compare that one by hand.");
        }

        var service = Uri.EscapeDataString(fields.GetValueOrDefault("service") ?? "");
        var scope = Uri.EscapeDataString($"repository:{name}:pull");
        var answer = await upstream.ReadAsync(new Uri(realm, $"?service={service}&scope={scope}")).ConfigureAwait(false);
        var token = Json.Read(answer, realm.Host, root => (root.TryGetProperty("token", out var token) ? token : root.GetProperty("access_token")).GetString());
        return new AuthenticationHeaderValue("Bearer", token);
    }

    private static List<string> Tags(string text, string host, string name) =>
        Json.Read(text, host, root => root.GetProperty("tags") is { ValueKind: JsonValueKind.Array } tags
            ? tags.EnumerateArray().Select(tag => tag.GetString()).OfType<string>().ToList()
            : throw new UpstreamException($"{host} has no tags of {name}. See whether it has moved."));

    /// <summary>Of the same registry, whatever the answer says.</summary>
    private static Uri? NextPage(HttpResponseMessage response, Uri page) =>
        response.Headers.TryGetValues("Link", out var links) && Next().Match(links.First()) is { Success: true } link
            && new Uri(page, link.Groups["address"].Value) is var next && next.Host == page.Host ? next : null;

    [GeneratedRegex(@"\Asha256:[0-9a-f]{64}\z")]
    private static partial Regex Digest();

    [GeneratedRegex("(?<name>realm|service)=\"(?<value>[^\"]*)\"")]
    private static partial Regex Field();

    [GeneratedRegex("<(?<address>[^>]+)>; *rel=\"?next")]
    private static partial Regex Next();
}
