using System.Collections.Concurrent;
using Octokit.Caching;
using Octokit.Internal;

namespace Gauntlet.PullRequests.Api;

/// <summary>
/// Pages that were read once in this process, with their ETags: a second pass over them asks "changed since?", and GitHub does not count
/// an answer of 304 against the rate limit.
/// </summary>
internal sealed class ConditionalCache : IResponseCache
{
    private readonly ConcurrentDictionary<string, CachedResponse.V1> _pages = new(StringComparer.Ordinal);

    public Task<CachedResponse.V1> GetAsync(IRequest request) => Task.FromResult(_pages.GetValueOrDefault(Key(request))!);

    public Task SetAsync(IRequest request, CachedResponse.V1 cachedResponse)
    {
        _pages[Key(request)] = cachedResponse;
        return Task.CompletedTask;
    }

    private static string Key(IRequest request) =>
        new Uri(request.BaseAddress, request.Endpoint) + "?"
            + string.Join('&', request.Parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));
}
