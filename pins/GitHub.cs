using System.Text.Json;

namespace Gauntlet.Pins;

/// <summary>A release: its tag and what its notes say.</summary>
internal sealed record Release(string Tag, string Notes);

/// <summary>GitHub's API: releases and tags.</summary>
internal sealed class GitHub(Upstream upstream)
{
    private readonly Dictionary<string, List<(string Tag, string Kind, string Sha)>> _tags = [];

    /// <summary>The newest one that is no draft and no pre-release.</summary>
    /// <exception cref="UpstreamException">GitHub does not say.</exception>
    public async Task<Release> LatestAsync(string repository) =>
        Json.Read(await GetAsync($"repos/{repository}/releases/latest").ConfigureAwait(false), Upstream.GitHub, root => new Release(
            root.Text("tag_name"), root.TryGetProperty("body", out var body) ? body.GetString() ?? "" : ""));

    /// <summary>Names of the tags that begin like versions.</summary>
    /// <exception cref="UpstreamException">GitHub does not say.</exception>
    public async Task<IEnumerable<string>> TagsAsync(string repository) => (await ReadTagsAsync(repository).ConfigureAwait(false)).Select(tag => tag.Tag);

    /// <summary>The commit of a tag, past the object of an annotated one; null where there is no such tag.</summary>
    /// <exception cref="UpstreamException">GitHub does not say.</exception>
    public async Task<string?> CommitAsync(string repository, string tag)
    {
        var found = (await ReadTagsAsync(repository).ConfigureAwait(false)).FirstOrDefault(known => known.Tag == tag);
        return found.Kind != "tag" ? found.Sha
            : Json.Read(
                await GetAsync($"repos/{repository}/git/tags/{found.Sha}").ConfigureAwait(false), Upstream.GitHub, root => Sha(root.GetProperty("object")));
    }

    private async Task<List<(string Tag, string Kind, string Sha)>> ReadTagsAsync(string repository)
    {
        if (!_tags.TryGetValue(repository, out var tags))
        {
            var text = await GetAsync($"repos/{repository}/git/matching-refs/tags/v").ConfigureAwait(false);
            _tags[repository] = tags = Json.Read(text, Upstream.GitHub, root => root.EnumerateArray().Select(entry => (
                entry.Text("ref").Replace("refs/tags/", "", StringComparison.Ordinal),
                entry.GetProperty("object").Text("type"), Sha(entry.GetProperty("object")))).ToList());
        }

        return tags;
    }

    private static string Sha(JsonElement target) => target.Text("sha");

    private Task<string> GetAsync(string path) => upstream.ReadAsync(new Uri($"https://{Upstream.GitHub}/{path}"));
}
